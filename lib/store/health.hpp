#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// What SQLite finds wrong with the file's structure, without comparing indices with what they index.
[[nodiscard]] std::vector<std::string> quick_check(const Database& database);

/// The latest time that a change or a run was written at: a clock behind it is wrong.
[[nodiscard]] std::optional<Instant> last_written(const Database& database);

/// Ids of the people who are known by nothing else: those in lists of an archive, authors, senders and
/// receivers of messages, who came to a group or left it (connector::Type::people). Of whom the service said
/// that it does not know them is left out.
[[nodiscard]] std::vector<std::string> unnamed_people(const Database& database,
                                                      const connector::Registry& registry,
                                                      std::string_view account);

}  // namespace locker::store
