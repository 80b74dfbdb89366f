#pragma once

#include <string_view>
#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/store/found.hpp"

/// Finds records by a web address, with or without its scheme. The query of the address is ignored.
namespace locker::store {

/// Returns the records with this address, including one of a place on a page: `…/issues/18#issuecomment-7`.
[[nodiscard]] std::vector<Resolved> found_at(SQLite::Database& database, const connector::Registry& registry,
                                             std::string_view address);
/// Returns the records whose address differs only in case or in the suffix `.git`, or contains a hash that is
/// abbreviated here.
[[nodiscard]] std::vector<Resolved> found_by_similar_address(SQLite::Database& database,
                                                             const connector::Registry& registry,
                                                             std::string_view address);
/// Returns the records that were stored under an earlier address of the record that now has the beginning of
/// this one: an issue under the present name of a renamed repository.
[[nodiscard]] std::vector<Resolved> found_by_former_address(SQLite::Database& database,
                                                            const connector::Registry& registry,
                                                            std::string_view address);
/// Returns people by an address that contains their handle, or by the handle with its prefix: `@jack`.
[[nodiscard]] std::vector<Resolved> found_by_handle(SQLite::Database& database,
                                                    const connector::Registry& registry,
                                                    std::string_view address);
/// Returns the records whose page contains the place that the address names, or is one level above it: none
/// of them is what the address itself names.
[[nodiscard]] std::vector<Resolved> found_around(SQLite::Database& database,
                                                 const connector::Registry& registry,
                                                 std::string_view address);

}  // namespace locker::store
