#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/reference.hpp"

namespace SQLite {
class Database;
}

/// Finds records by what may name them.
namespace locker::store {

/// The id to look for, and optionally its account and type; empty: any.
struct Wanted {
  std::string account, type, id;
};

/// Returns records with that id, or with one of its aliases: the id of a later edit, or an address.
[[nodiscard]] std::vector<Resolved> find(SQLite::Database& database, const Wanted& wanted);
/// Returns records with an alias (further id or address) that equals `name`, ignoring case. Scans all
/// aliases.
[[nodiscard]] std::vector<Resolved> find_ignoring_case(SQLite::Database& database, const std::string& name);
/// Returns records whose id is a hash that begins with the given id: at least 7 hex digits, not only decimal
/// ones.
[[nodiscard]] std::vector<Resolved> find_abbreviated(SQLite::Database& database, const Wanted& wanted);
/// Returns records of that type whose displayed name is `name`, ignoring case. Scans all records of the type.
[[nodiscard]] std::vector<Resolved> find_by_display_name(SQLite::Database& database, const std::string& type,
                                                         const std::string& name);
/// Returns everything that finds the record besides its id (its aliases).
[[nodiscard]] std::vector<std::string> aliases_of(SQLite::Database& database, std::int64_t record);

/// Appends those of `more` that are not in `all` yet.
void add_new(std::vector<Resolved> more, std::vector<Resolved>& all);

}  // namespace locker::store
