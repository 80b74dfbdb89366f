#pragma once

#include <cstdint>
#include <string>

namespace locker::bench {

/// The n-th of any number of made-up posts, as X sends them: about 2.5 KB of JSON, a fifth of them in
/// Han characters. The same number gives the same bytes; a later edition says something else at the
/// end of its text.
[[nodiscard]] std::string post(std::uint64_t number, int edition = 1);

}  // namespace locker::bench
