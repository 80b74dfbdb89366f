#pragma once

#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace locker::store {

/// Returns how this database's schema differs from the program's own: objects that are missing or different,
/// and triggers, of which the program has none; one line each. Views are compared with those that were last
/// written (register_facts()). Tables, indexes and views that somebody else added are ignored.
[[nodiscard]] std::vector<std::string> schema_problems(SQLite::Database& database);

}  // namespace locker::store
