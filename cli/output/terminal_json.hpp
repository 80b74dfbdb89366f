#pragma once

#include <string>
#include <string_view>

namespace locker::cli {

/// Makes JSON safe for a terminal: escapes control characters (C1, bidirectional overrides) as `\u009b`. They
/// occur in strings only, where both spellings are equivalent.
[[nodiscard]] std::string terminal_json(std::string_view json);

}  // namespace locker::cli
