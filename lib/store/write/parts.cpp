#include "lib/store/write/parts.hpp"

#include "lib/json/canonical.hpp"
#include "lib/store/write/digest.hpp"
#include "lib/store/write/write_transaction.hpp"

namespace locker::store {
namespace {

constexpr int kDigestedAtOnce = 500;

/// Returns false if none is left.
bool digest_some(Statements& statement) {
  std::vector<std::pair<PartName, Digest>> some;
  auto& rows = statement("SELECT version, kind, key, raw FROM part WHERE sha256 IS NULL LIMIT ?");
  Statements::bind_all(rows, kDigestedAtOnce);
  while (rows.step())
    some.push_back(
        {{rows.number(0), std::string(rows.text(1)), std::string(rows.text(2))}, sha256(rows.text(3))});
  rows.reset();
  for (const auto& [name, digest] : some)
    statement.run("UPDATE part SET sha256 = ? WHERE version = ? AND kind = ? AND key = ?", digest,
                  name.version, name.kind, name.key);
  return !some.empty();
}

}  // namespace

void digest_earlier_parts(const Database& database, Statements& statement) {
  for (bool more = true; more;) {
    if (!statement.number("SELECT 1 FROM meta WHERE key = 'undigested'")) return;
    WriteTransaction transaction(database);
    more = digest_some(statement);
    if (!more) statement.run("DELETE FROM meta WHERE key = 'undigested'");
    transaction.commit();
  }
}

void Parts::put(std::int64_t version, const std::vector<Part>& parts) {
  for (const auto& part : parts)
    statement_.run("INSERT OR REPLACE INTO part(version, kind, key, raw, sha256) VALUES (?, ?, ?, ?, ?)",
                   version, part.kind, part.key, part.raw, sha256(part.raw));
}

void Parts::copy_missing(std::int64_t from, std::int64_t to) {
  statement_.run(
      "INSERT OR IGNORE INTO part(version, kind, key, raw, sha256) SELECT ?, kind, key, raw, sha256 FROM part"
      " WHERE version = ?",
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
