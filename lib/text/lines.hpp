#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// Appends a line to a record's readable text; does nothing for an empty line.
void add_line(std::string& text, std::string_view line);

}  // namespace locker::text
