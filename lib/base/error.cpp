#include "lib/base/error.hpp"

#include <array>
#include <utility>

namespace locker {

Error::Error(ErrorKind kind, const std::string& message, std::string hint)
    : std::runtime_error(message), kind_(kind), hint_(std::move(hint)) {}

std::string_view name_of(ErrorKind kind) noexcept {
  static constexpr std::array<std::string_view, 13> kNames{
      "internal",  "usage",   "sign-in",   "forbidden", "gone",  "rate-limit", "network",
      "malformed", "payment", "no-locker", "locked",    "guard", "interrupted"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace locker
