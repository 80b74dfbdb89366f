#include "lib/store/write/parts.hpp"

#include "lib/json/canonical.hpp"

namespace locker::store {

void Parts::put(std::int64_t version, const std::vector<Part>& parts) {
  for (const auto& part : parts)
    statement_.run("INSERT OR REPLACE INTO part(version, kind, key, raw) VALUES (?, ?, ?, ?)", version,
                   part.kind, part.key, part.raw);
}

void Parts::copy_missing(std::int64_t from, std::int64_t to) {
  statement_.run(
      "INSERT OR IGNORE INTO part(version, kind, key, raw) SELECT ?, kind, key, raw FROM part WHERE version "
      "= ?",
      to, from);
}

bool Parts::same(std::int64_t version, const std::vector<Part>& parts, const TypeRow& type, bool bytes) {
  for (const auto& part : parts) {
    auto& row = statement_("SELECT raw FROM part WHERE version = ? AND kind = ? AND key = ?");
    Statements::bind_all(row, version, part.kind, part.key);
    if (!row.step()) return false;
    const std::string known(text_of(row, 0));
    row.reset();
    if (known == part.raw) continue;
    if (bytes) return false;
    json::CanonicalRules rules{{}, type.rules.aliases};
    if (type.facts)
      for (const auto& [kind, path] : type.facts->volatile_part_fields)
        if (kind == part.kind) rules.left_out.push_back(path);
    if (json::canonical(known, rules) != json::canonical(part.raw, rules)) return false;
  }
  return true;
}

}  // namespace locker::store
