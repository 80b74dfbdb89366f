#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/database.hpp"

namespace locker::store {

/// A record of a conversation.
struct ThreadMember {
  std::int64_t record = 0;
  int depth = 0;  ///< number of replies between it and the first record of the conversation, as far as known
};

/// Returns all stored records of the conversation that a record belongs to, oldest first: those that the
/// service assigns to it, and those that reply to each other, whatever source reported it.
[[nodiscard]] std::vector<ThreadMember> thread_of(const Database& database, std::int64_t record);

/// Returns every conversation with a person, oldest first: messages and events. `name` is the handle with or
/// without "@", the service's id, or the displayed name of the person or the group; if nobody has exactly
/// that name, words of it match too, folded as in search. Throws Error{gone} if nobody matches.
[[nodiscard]] std::vector<std::int64_t> messages_with(const Database& database, std::string_view name);

}  // namespace locker::store
