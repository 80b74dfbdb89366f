#pragma once

#include <string>
#include <string_view>

namespace locker::cli {

/// Makes JSON safe for a terminal: escapes control characters (C1, bidirectional overrides) as `\u009b`. They
/// occur in strings only, where both spellings are equivalent.
[[nodiscard]] std::string terminal_json(std::string_view json);

/// Decodes the escapes in the strings of JSON that only make it hard to read, such as `\/` and `\u05e2`. The
/// rest stays as spelled.
[[nodiscard]] std::string readable_json(std::string_view json);

}  // namespace locker::cli
