#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// Appends `text` as it stands in a page, or in an attribute's quotes. Control characters, which HTML does
/// not allow, are left out.
void append_html(std::string& out, std::string_view text);

}  // namespace locker::text
