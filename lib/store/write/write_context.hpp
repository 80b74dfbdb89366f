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

/// Values of `change.action`, as numbered in docs/schema.md.
enum class Action {
  created = 1,
  update = 2,
  remove_record = 3,
  restore = 4,
  add = 5,
  remove = 6,
  forget = 7
};

/// A connector's type with its id in this database, and what is needed to compare its records.
struct TypeRow {
  std::int64_t id = 0;
  const connector::Type* facts = nullptr;  ///< null for types that no compiled-in connector declares
  json::CanonicalRules rules;
  std::map<std::string, std::pair<std::int64_t, int>, std::less<>> shapes;  ///< name -> id, rank
};

/// The records a walk has met, kept in memory from one transaction to the next (Walked).
struct MetRecords {
  std::int64_t stream = 0, walk = 0;
  std::optional<std::int64_t> last_row;  ///< `met.first` of the last row included here
  std::vector<bool> records;             ///< indexed by record id
};

/// State shared by the parts of the write side: the connection, its statements, and the small tables held in
/// memory. Only for this folder.
struct WriteContext {
  WriteContext(Database opened, const connector::Registry& connectors);

  /// Replaces the views of the file by those of this program and its registry, if they differ.
  void register_facts();
  const TypeRow& type(std::string_view name);
  /// Returns the shape's id and rank; a shape that no connector declares gets the lowest rank.
  std::pair<std::int64_t, int> shape(TypeRow& type, std::string_view name);
  TypeRow& type_row(std::string_view name);

  /// Appends a numbered change and returns its number. Call inside a WriteTransaction.
  std::int64_t log(Action action, std::int64_t account, std::optional<std::int64_t> record,
                   std::optional<std::int64_t> stream, std::optional<std::int64_t> version, Instant now);

  Database database;
  const connector::Registry& registry;
  Statements statement;
  std::map<std::string, TypeRow, std::less<>> types;
  MetRecords met;
};

}  // namespace locker::store
