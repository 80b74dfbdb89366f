#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// Returns what SQLite finds wrong with the file's structure, without comparing indexes with their tables.
[[nodiscard]] std::vector<std::string> quick_check(const Database& database);

/// Returns the latest time at which a change or a run was written; a clock that is behind it is wrong.
[[nodiscard]] std::optional<Instant> last_written(const Database& database);

/// Returns the ids of people of whom nothing but the id is known: those in lists of an archive, authors,
/// senders and receivers of messages, and people who joined or left a group (connector::Type::people). Leaves
/// out people whom the service reported as unknown.
[[nodiscard]] std::vector<std::string> unnamed_people(const Database& database,
                                                      const connector::Registry& registry,
                                                      std::string_view account);

}  // namespace locker::store
