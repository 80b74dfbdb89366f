#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace locker {

/// Folders of `Me/` that are no account's and no service's: so nothing else may be called that.
inline constexpr std::array<std::string_view, 1> kReservedIds{"diary"};

[[nodiscard]] inline bool is_reserved_id(std::string_view id) {
  return std::ranges::find(kReservedIds, id) != kReservedIds.end();
}

/// Throws Error{usage} if an account is to be called that.
void refuse_reserved_id(std::string_view account);

}  // namespace locker
