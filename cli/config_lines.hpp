#pragma once

#include <map>
#include <string>
#include <string_view>

namespace locker::cli {

/// In which lines of the configuration file its tables (`[auth.refresh]`) and names (`auth.refresh.account`)
/// stand, which the library that reads it does not say.
/// Throws Error{usage}, with file and line, for what that library passes over: bytes that are no UTF-8, a
/// name without a value, a name that stands there twice.
[[nodiscard]] std::map<std::string, int> config_lines(std::string_view text, const std::string& file);

}  // namespace locker::cli
