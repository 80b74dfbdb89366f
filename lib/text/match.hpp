#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::text {

/// The FTS5 expression for what a person types (forms, "Full text"): words joined by AND; `"…"`,
/// a trailing `*` and AND OR NOT ( ) in capitals are FTS5's; any other word is found literally, as a
/// phrase of its segments (`C++`, `foo-bar`, a run of Han characters). Words without any letter,
/// digit or emoji are left out. Empty if nothing is left.
/// Throws Error{usage} for an open quote or bracket, and for operators without operands.
[[nodiscard]] std::string fts_query(const std::vector<std::string>& words);

}  // namespace locker::text
