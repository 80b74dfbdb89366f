#pragma once

#include <string>
#include <string_view>

namespace locker::exchange {

/// Appends text escaped for a page (lib/text/html.hpp), with web addresses as links.
void append_html_with_links(std::string& out, std::string_view text);

}  // namespace locker::exchange
