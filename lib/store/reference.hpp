#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// A record that a reference leads to.
struct Resolved {
  std::int64_t record = 0;
  std::string account, type, id;
};

/// Finds the record of a REF (design 2): `ACCOUNT:TYPE/ID` with the type in its long form
/// (`github:issue/github/18`) or its first half (`twitter:status/1`), `twitter:1234`, a bare id, or the
/// record's web address. Later ids of an edit chain lead to the record. If no record has an address, finds
/// the record whose page contains the place that the address names.
/// Throws Error{gone} if there is none, Error{usage} naming the candidates if there are several.
[[nodiscard]] Resolved resolve(const Database& database, const connector::Registry& registry,
                               std::string_view reference);

/// Does the same for commands that erase or write: never returns a record if the reference only names
/// something on its page.
[[nodiscard]] Resolved resolve_itself(const Database& database, const connector::Registry& registry,
                                      std::string_view reference);

}  // namespace locker::store
