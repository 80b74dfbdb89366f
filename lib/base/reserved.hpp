#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace locker {

/// Ids that no account or service may have: their folders in `Me/` have another purpose.
inline constexpr std::array<std::string_view, 1> kReservedIds{"diary"};

[[nodiscard]] inline bool is_reserved_id(std::string_view id) {
  return std::ranges::find(kReservedIds, id) != kReservedIds.end();
}

/// Throws Error{usage} if `account` is a reserved id.
void refuse_reserved_id(std::string_view account);

}  // namespace locker
