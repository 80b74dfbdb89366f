#pragma once

#include <array>
#include <string_view>

namespace locker::store {

using Digest = std::array<unsigned char, 32>;

/// SHA-256 (FIPS 180-4) of `bytes`.
[[nodiscard]] Digest sha256(std::string_view bytes);

}  // namespace locker::store
