#pragma once

#include <cstdint>
#include <string>

namespace locker::bench {

/// Returns the n-th synthetic post in X's format: about 2.5 KB of JSON, a fifth of the posts in Han
/// characters. The same number gives the same bytes; a later edition ends with a different text.
[[nodiscard]] std::string post(std::uint64_t number, int edition = 1);

}  // namespace locker::bench
