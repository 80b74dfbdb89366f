#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// Appends a line to what a person reads of a record; nothing for an empty one.
void add_line(std::string& text, std::string_view line);

}  // namespace locker::text
