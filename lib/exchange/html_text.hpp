#pragma once

#include <string>
#include <string_view>

namespace locker::exchange {

/// Text that is nothing but text, also within an attribute in quotes. Control characters are left out.
void append_html(std::string& out, std::string_view text);

/// The same, with web addresses as links.
void append_html_with_links(std::string& out, std::string_view text);

}  // namespace locker::exchange
