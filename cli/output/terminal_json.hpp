#pragma once

#include <string>
#include <string_view>

namespace locker::cli {

/// The same JSON for a terminal: what could steer it (a stray C1 control, a turn of direction) is spelled
/// as `\u009b`. Such characters stand in strings only, where both mean the same.
[[nodiscard]] std::string terminal_json(std::string_view json);

}  // namespace locker::cli
