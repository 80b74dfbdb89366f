#pragma once

namespace SQLite {
class Database;
}

namespace locker::store {

/// Adds the function `plain(raw, dictionary)` to this connection: it returns the bytes of a version as the
/// service sent them, also if they are stored compressed, or NULL if they are damaged, which `locker verify`
/// reports. Only for our own statements, not for views, which other programs read without this function.
void add_plain(SQLite::Database& database);

}  // namespace locker::store
