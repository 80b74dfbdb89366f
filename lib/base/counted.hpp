#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace locker {

/// `1 file`, `2 files`: a number, and the word that fits it.
[[nodiscard]] inline std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number).append(" ").append(number == 1 ? one : many);
}

}  // namespace locker
