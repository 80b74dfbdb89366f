#pragma once

#include <functional>
#include <vector>

namespace SQLite {
class Database;
}

namespace locker::store {

/// `PRAGMA application_id` of a locker.db: "lock".
inline constexpr int kApplicationId = 0x6c6f636b;

/// One step from schema version n to n+1, for the n at its place in the table. Runs inside the
/// transaction that also sets the new version.
using Migration = std::function<void(SQLite::Database&)>;

/// From 0 (an empty file) to today's version, in order.
[[nodiscard]] const std::vector<Migration>& migrations();

/// Today's version: the number of migrations.
[[nodiscard]] int schema_version();

/// `PRAGMA user_version` of an open database.
[[nodiscard]] int version_of(SQLite::Database& database);

/// Runs what is missing, each migration in one transaction. The caller is alone.
void migrate(SQLite::Database& database, const std::vector<Migration>& steps);

}  // namespace locker::store
