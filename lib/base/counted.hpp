#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace locker {

/// Returns a number with the matching form of a word: `1 file`, `2 files`.
[[nodiscard]] inline std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number).append(" ").append(number == 1 ? one : many);
}

}  // namespace locker
