#pragma once

namespace SQLite {
class Database;
}

namespace locker::store {

/// Gives this connection the function `plain(raw, dictionary)`: the bytes of a version as the service sent
/// them, also of one that is kept compressed. NULL where they are damaged, which `locker verify` tells.
/// Only for our own statements, not for views: those are read without us.
void add_plain(SQLite::Database& database);

}  // namespace locker::store
