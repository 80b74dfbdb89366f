#pragma once

#include "lib/store/database.hpp"

/// For rows whose reader may pause for hours while hundreds of others do the same: a frugal database uses
/// little memory while it waits.
namespace locker::store {

/// Makes the page cache small; is_memory_limited() recognizes the database by that from then on.
void limit_memory(const Database& database);
[[nodiscard]] bool is_memory_limited(const Database& database);

/// Releases the pages that SQLite caches. Call between two reads, while no transaction is open.
void release_pages(const Database& database);

}  // namespace locker::store
