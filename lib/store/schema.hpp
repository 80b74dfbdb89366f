#pragma once

#include <functional>
#include <vector>

namespace SQLite {
class Database;
}

namespace locker::store {

/// `PRAGMA application_id` of a locker.db: "lock".
inline constexpr int kApplicationId = 0x6c6f636b;

/// A migration from schema version n to n+1, where n is its index in the list. Runs inside the transaction
/// that also sets the new version.
using Migration = std::function<void(SQLite::Database&)>;

/// Returns the migrations from version 0 (an empty file) to the current one, in order.
[[nodiscard]] const std::vector<Migration>& migrations();

/// Returns the current version: the number of migrations.
[[nodiscard]] int schema_version();

/// Returns `PRAGMA user_version` of an open database.
[[nodiscard]] int version_of(SQLite::Database& database);

/// Runs the missing migrations, each in its own transaction. The caller must have exclusive access.
void migrate(SQLite::Database& database, const std::vector<Migration>& steps);

}  // namespace locker::store
