#pragma once

#include <array>
#include <cstddef>

namespace locker::store {

/// SQL for a record `r`: its merged JSON if several shapes were seen, else NULL. If the merged JSON is the
/// members of one version followed by those of another, no copy of them is stored (record.joined).
inline constexpr char kMergedJson[] =
    "coalesce(r.merged, (SELECT substr(h.raw, 1, length(h.raw) - 1) || ',' || substr(j.raw, 2)"
    " FROM version j CROSS JOIN version h WHERE j.id = r.joined AND h.id = r.head))";

/// Concatenates the pieces of a statement at compile time: the array's data() can be used like a literal.
template <std::size_t... kSizes>
consteval auto statement_of(const char (&... pieces)[kSizes]) {
  std::array<char, (kSizes + ...) - sizeof...(kSizes) + 1> whole{};
  std::size_t end = 0;
  const auto add = [&](const char* piece, std::size_t size) {
    for (std::size_t at = 0; at + 1 < size; ++at) whole[end++] = piece[at];
  };
  (add(pieces, kSizes), ...);
  return whole;
}

}  // namespace locker::store
