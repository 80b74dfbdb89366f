#pragma once

#include "lib/store/database.hpp"

/// For rows whose reader may stop reading for hours, beside hundreds of others who do: what is read from such
/// a database keeps little memory while it waits.
namespace locker::store {

/// Makes its page cache small: by that it is known from now on.
void make_frugal(const Database& database);
[[nodiscard]] bool is_frugal(const Database& database);

/// Between two reads, while no transaction is open: gives back the pages that SQLite keeps.
void release_pages(const Database& database);

}  // namespace locker::store
