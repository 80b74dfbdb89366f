#include "lib/exchange/html_text.hpp"

#include "lib/exchange/link.hpp"
#include "lib/text/html.hpp"

namespace locker::exchange {

void append_html_with_links(std::string& out, std::string_view text) {
  std::size_t begin = 0;
  for (auto at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
    const auto end = address_end(text, at);
    if (end == at) continue;
    text::append_html(out, text.substr(begin, at - begin));
    const auto address = text.substr(at, end - at);
    out += "<a rel=\"noreferrer noopener\" href=\"";
    text::append_html(out, address);
    out += "\">";
    text::append_html(out, address);
    out += "</a>";
    begin = end;
    at = end - 1;
  }
  text::append_html(out, text.substr(begin));
}

}  // namespace locker::exchange
