#include "lib/exchange/json_text.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"

namespace locker::exchange {
namespace {

constexpr std::array<bool, 256> kNeedsEscape = [] {
  std::array<bool, 256> needs{};
  for (std::size_t c = 0; c < 0x20; ++c) needs[c] = true;
  needs['"'] = needs['\\'] = true;
  return needs;
}();

void append_escape(std::string& out, char c) {
  static constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    default:
      out += "\\u00";
      out += {kDigits[static_cast<unsigned char>(c) >> 4], kDigits[c & 15]};
  }
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!kNeedsEscape[static_cast<unsigned char>(text[at])]) continue;
    out.append(text.substr(begin, at - begin));
    append_escape(out, text[at]);
    begin = at + 1;
  }
  out.append(text.substr(begin)) += '"';
}

std::string json_text(std::string_view spelled) {
  if (spelled.size() >= 2 && spelled.front() == '"' && spelled.find('\\') == std::string_view::npos)
    return std::string(spelled.substr(1, spelled.size() - 2));
  const auto text = nlohmann::json::parse(spelled, nullptr, false);
  if (!text.is_string()) throw Error(ErrorKind::internal, "a text is no JSON string");
  return text.get<std::string>();
}

}  // namespace locker::exchange
