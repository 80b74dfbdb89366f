#include "lib/sync/identity.hpp"

namespace locker::sync {
namespace {

std::string key_of(store::Writer& writer, std::string_view account, const store::Observation& seen,
                   std::string_view field) {
  const std::string& identity = seen.aliases.front();
  if (auto known = writer.key_of_alias(account, {seen.type, identity})) return std::move(*known);
  const std::string stored = writer.field_of(account, {seen.type, seen.key}, field);
  const bool is_anothers = !stored.empty() && stored != "\"" + identity + "\"";
  return is_anothers ? identity : seen.key;
}

void rename(const store::Observation& seen, const std::string& key, PageContent& content) {
  for (auto& member : content.members)
    if (member.type == seen.type && member.key == seen.key) member.key = key;
}

}  // namespace

void tell_apart(store::Writer& writer, std::string_view account, const connector::Descriptor& facts,
                PageContent& content) {
  for (auto& seen : content.observations) {
    const connector::Type* type = facts.type(seen.type);
    if (!type || type->identity_field.empty() || seen.aliases.empty()) continue;
    const std::string key = key_of(writer, account, seen, type->identity_field);
    if (key == seen.key) continue;
    rename(seen, key, content);
    seen.key = key;
  }
}

}  // namespace locker::sync
