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
  int depth = 0;  ///< how many answers lie between it and what the conversation began with, as far as known
};

/// All stored records of the conversation that a record belongs to, oldest first: those that the service
/// counts to it, and those that answer each other, whatever source says so.
[[nodiscard]] std::vector<ThreadMember> thread_of(const Database& database, std::int64_t record);

/// Every conversation with a person, oldest first, messages and what happened to it: by the handle with or
/// without "@", the service's id, or the name that the person or the group shows, or if nobody is called just
/// so, by words of it, folded as in search. Throws Error{gone} if nobody is known by it.
[[nodiscard]] std::vector<std::int64_t> messages_with(const Database& database, std::string_view name);

}  // namespace locker::store
