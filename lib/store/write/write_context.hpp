#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/json/canonical.hpp"
#include "lib/store/database.hpp"
#include "lib/store/write/statements.hpp"

namespace locker::store {

/// `change.action`, as docs/schema.md numbers them.
enum class Action {
  created = 1,
  update = 2,
  remove_record = 3,
  restore = 4,
  add = 5,
  remove = 6,
  forget = 7
};

/// A connector's type as this database numbers it, with what comparing its records needs.
struct TypeRow {
  std::int64_t id = 0;
  const connector::Type* facts = nullptr;  ///< null for types that no compiled-in connector states
  json::CanonicalRules rules;
  std::map<std::string, std::pair<std::int64_t, int>, std::less<>> shapes;  ///< name -> id, rank
};

/// Which records a walk has met, kept in memory from one transaction to the next (Walked).
struct MetRecords {
  std::int64_t stream = 0, walk = 0;
  std::optional<std::int64_t> last_row;  ///< `met.first` of the last row that is in here
  std::vector<bool> records;             ///< by their number
};

/// What the parts of the write side share: the connection, its statements, and the small tables
/// held in memory. Only inside the folder.
struct WriteContext {
  WriteContext(Database opened, const connector::Registry& connectors);

  /// Makes the views of the file those of this program and its registry.
  void register_facts();
  const TypeRow& type(std::string_view name);
  /// The shape's id and rank; one that no connector states gets the lowest rank.
  std::pair<std::int64_t, int> shape(TypeRow& type, std::string_view name);
  TypeRow& type_row(std::string_view name);

  /// Appends a numbered change and returns its number. Inside a WriteTransaction.
  std::int64_t log(Action action, std::int64_t account, std::optional<std::int64_t> record,
                   std::optional<std::int64_t> stream, std::optional<std::int64_t> version, Instant now);

  Database database;
  const connector::Registry& registry;
  Statements statement;
  std::map<std::string, TypeRow, std::less<>> types;
  MetRecords met;
};

}  // namespace locker::store
