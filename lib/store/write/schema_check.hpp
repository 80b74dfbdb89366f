#pragma once

#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace locker::store {

/// What the program's own schema has and this database has not, or has otherwise; and triggers, of which the
/// program has none. A line each. Views are held against those that were last written (register_facts()).
/// Tables, indices and views that somebody else added are let be.
[[nodiscard]] std::vector<std::string> schema_problems(SQLite::Database& database);

}  // namespace locker::store
