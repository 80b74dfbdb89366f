#pragma once

#include <string_view>
#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/store/found.hpp"

/// Records by a web address, with its scheme or without. What is only of the visit, a query, does not count.
namespace locker::store {

/// Those that have this address, a place on a page included: `…/issues/18#issuecomment-7`.
[[nodiscard]] std::vector<Resolved> found_at(SQLite::Database& database, const connector::Registry& registry,
                                             std::string_view address);
/// Those that have it in other capitals or without `.git`, or by the beginning of a hash.
[[nodiscard]] std::vector<Resolved> found_in_other_words(SQLite::Database& database,
                                                         const connector::Registry& registry,
                                                         std::string_view address);
/// Those that were found below the record that now has the beginning of the address, when that had another:
/// an issue under the present name of a repository that was renamed.
[[nodiscard]] std::vector<Resolved> found_where_it_was(SQLite::Database& database,
                                                       const connector::Registry& registry,
                                                       std::string_view address);
/// People by the address that has their handle in it, or by the handle with what stands before it: `@jack`.
[[nodiscard]] std::vector<Resolved> found_called(SQLite::Database& database,
                                                 const connector::Registry& registry,
                                                 std::string_view address);
/// Those on whose page it leads to a place, or right below: none of them is what the address names.
[[nodiscard]] std::vector<Resolved> found_around(SQLite::Database& database,
                                                 const connector::Registry& registry,
                                                 std::string_view address);

}  // namespace locker::store
