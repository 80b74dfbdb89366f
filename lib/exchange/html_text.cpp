#include "lib/exchange/html_text.hpp"

#include "lib/exchange/link.hpp"

namespace locker::exchange {

void append_html(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t') out += c;
    }
  }
}

void append_html_with_links(std::string& out, std::string_view text) {
  std::size_t begin = 0;
  for (auto at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
    const auto end = address_end(text, at);
    if (end == at) continue;
    append_html(out, text.substr(begin, at - begin));
    const auto address = text.substr(at, end - at);
    out += "<a rel=\"noreferrer noopener\" href=\"";
    append_html(out, address);
    out += "\">";
    append_html(out, address);
    out += "</a>";
    begin = end;
    at = end - 1;
  }
  append_html(out, text.substr(begin));
}

}  // namespace locker::exchange
