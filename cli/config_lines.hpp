#pragma once

#include <map>
#include <string>
#include <string_view>

namespace locker::cli {

/// Returns the line numbers of the configuration file's tables (`[auth.refresh]`) and names
/// (`auth.refresh.account`), which CLI11's parser does not report. Throws Error{usage} with file and line for
/// what that parser ignores: invalid UTF-8, a name without a value, a duplicate name.
[[nodiscard]] std::map<std::string, int> config_lines(std::string_view text, const std::string& file);

}  // namespace locker::cli
