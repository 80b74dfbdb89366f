#include "lib/sync/selection.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

constexpr char kBeforeSubject = '\n';

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string first_missing(const connector::Stream& stream, const AccountChoice& choice) {
  if (!choice.scopes) return {};
  for (const auto& scope : stream.scopes)
    if (!contains(*choice.scopes, scope)) return scope;
  return {};
}

}  // namespace

std::vector<Selected> select_streams(const connector::Descriptor& connector,
                                     const std::vector<std::string>& only, const AccountChoice& choice) {
  for (const auto& name : only)
    if (!connector.stream(name))
      throw Error(ErrorKind::usage, connector.id + " has no stream \"" + name + "\"",
                  "run \"locker connectors\" to see those there are");
  std::vector<Selected> selected;
  for (const auto& stream : connector.streams) {
    const bool by_name = !only.empty() ? contains(only, stream.name)
                                       : choice.streams && contains(*choice.streams, stream.name);
    const bool by_default = only.empty() && !choice.streams && stream.on_by_default;
    if (!by_name && !by_default) continue;
    const std::string missing = first_missing(stream, choice);
    selected.push_back({&stream, by_name, missing, contains(choice.refused, missing)});
  }
  return selected;
}

std::string missing_scope_message(const Selected& one) {
  return one.was_refused ? "the sign-in asked for " + one.missing_scope + ", which was not granted"
                         : "the sign-in does not include " + one.missing_scope;
}

std::string missing_scope_hint(const Selected& one, const std::string& auth_command) {
  if (!one.was_refused) return "run \"" + auth_command + " --streams +" + one.stream->name + "\" to add it";
  return "run \"" + auth_command + "\" and allow it, or \"" + auth_command + " --streams -" +
         one.stream->name + "\" to leave it out";
}

std::vector<store::StreamName> fixed_names(const connector::Stream& stream) {
  std::vector<store::StreamName> names;
  for (const auto& part : stream.fixed_parts) names.push_back({stream.name, part});
  const bool only_parts = !names.empty() || (!stream.parts_of.empty() && stream.parts_of != stream.name);
  if (!only_parts) names.push_back({stream.name, {}});
  return names;
}

std::vector<store::StreamName> requested_twice(const Connector& connector, const ServiceAddress& service,
                                               const std::vector<Selected>& selected) {
  std::vector<store::StreamName> again;
  std::map<std::string, store::StreamName, std::less<>> by_address;
  for (const auto& one : selected) {
    if (!one.missing_scope.empty()) continue;
    for (const auto& name : fixed_names(*one.stream)) {
      PageQuery query{.service = service, .stream = one.stream, .part = name.part};
      query.size = one.stream->max_page_size;
      store::StreamName& last = by_address[connector.page_request(query).url];
      if (!last.name.empty()) again.push_back(last);
      last = name;
    }
  }
  return again;
}

namespace {

using Ids = std::set<std::string, std::less<>>;

Ids members_of(const connector::Stream& stream, store::Writer& writer, std::string_view account) {
  Ids ids;
  writer.each_member(account, stream.name, stream.type,
                     [&](std::string_view, std::string_view id, std::string_view) { ids.emplace(id); });
  return ids;
}

/// True if the record that the part belongs to is still listed.
bool is_read(const connector::Stream& stream, std::string_view part, const Ids& listed) {
  return part.empty() || stream.parts_of.empty() || contains(stream.fixed_parts, part) ||
         listed.contains(part.substr(0, part.find(':')));
}

}  // namespace

std::vector<Part> member_parts(const Connector& connector, const ServiceAddress& service,
                               const connector::Stream& stream, store::Writer& writer,
                               std::string_view account) {
  std::vector<Part> parts;
  const connector::Stream* parent = connector.facts().stream(stream.parts_of);
  if (!parent) return parts;
  const connector::Stream* outer = connector.facts().stream(parent->parts_of);
  const Ids listed = outer ? members_of(*outer, writer, account) : Ids();
  std::string last;
  writer.each_member(account, parent->name, parent->type,
                     [&](std::string_view within, std::string_view id, std::string_view record) {
                       if (id == last || !is_read(*parent, within, listed)) return;
                       last = id;
                       for (auto& facts : connector.parts(stream, service, record)) {
                         store::StreamName name{stream.name, last + facts.suffix};
                         parts.push_back({std::move(name), std::move(facts)});
                       }
                     });
  return parts;
}

std::string marker_of(const PartFacts& facts) {
  return facts.subject.empty() ? facts.news : facts.news + kBeforeSubject + facts.subject;
}

bool has_new_subject(const PartFacts& facts, const store::Cursor& cursor) {
  const auto at = cursor.news.rfind(kBeforeSubject);
  return at != std::string::npos && std::string_view(cursor.news).substr(at + 1) != facts.subject;
}

bool is_part_unchanged(const Part& part, const store::Cursor& cursor) {
  return !part.facts.news.empty() && cursor.news == marker_of(part.facts) && cursor.settled > 0 &&
         cursor.settled == cursor.walk && cursor.mode == store::WalkMode::none;
}

}  // namespace locker::sync
