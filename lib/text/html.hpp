#pragma once

#include <string>
#include <string_view>

namespace locker::text {

/// Appends `text`, escaped for HTML content and quoted attributes. Drops control characters, which HTML
/// forbids.
void append_html(std::string& out, std::string_view text);

}  // namespace locker::text
