#include "loopback/corrupt_json.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

namespace loopback {
namespace {

using Spoil = std::function<std::string(const std::string&)>;

/// Inserts a member before the last bracket: at the end of the outermost object, or in a new object at the
/// end of the outermost array.
std::string with_last(const std::string& body, const std::string& member) {
  const auto end = body.find_last_of("}]");
  if (end == std::string::npos) throw std::invalid_argument("not JSON: " + body);
  const auto before = body.find_last_not_of(" \n", end - 1);
  const bool empty = body[before] == '{' || body[before] == '[';
  const std::string value = body[end] == ']' ? "{" + member + "}" : member;
  return body.substr(0, end) + (empty ? "" : ",") + value + body.substr(end);
}

std::string without_ids(std::string body) {
  constexpr std::string_view kId = "\"id\":";
  for (auto at = body.find(kId); at != std::string::npos; at = body.find(kId, at))
    body.replace(at, kId.size(), "\"di\":");
  return body;
}

Spoil adding(std::string member) {
  return [member = std::move(member)](const std::string& body) { return with_last(body, member); };
}

constexpr int kTooDeep = 100'000;

/// Inserts the element before the others of the first array.
Spoil leading(std::string element) {
  return [element = std::move(element)](const std::string& body) {
    const auto list = body.find('[');
    if (list == std::string::npos) return "[" + element + body + "]";
    const auto next = body.find_first_not_of(" \n", list + 1);
    const bool empty = next != std::string::npos && body[next] == ']';
    return body.substr(0, list + 1) + element + (empty ? "" : ",") + body.substr(list + 1);
  };
}

Spoil instead_of_all(std::string text) {
  return [text = std::move(text)](const std::string&) { return text; };
}

/// Returns an object in place of an array, or an array in place of an object.
std::string in_the_other_container(const std::string& body) {
  return body.starts_with('[') ? R"({"items":)" + body + "}" : "[" + body + "]";
}

std::string with_nul(const std::string& body) { return body + std::string(1, '\0'); }

const std::map<std::string, Spoil>& all() {
  static const std::map<std::string, Spoil> kinds = {
      {"half", [](const std::string& body) { return body.substr(0, body.size() / 2); }},
      {"without its end", [](const std::string& body) { return body.substr(0, body.find_last_of("}]")); }},
      {"empty", instead_of_all("")},
      {"a page of HTML", instead_of_all("<html><body>Unicorn!</body></html>")},
      {"a text instead", instead_of_all(R"("not what was asked for")")},
      {"a number instead", instead_of_all("12")},
      {"null instead", instead_of_all("null")},
      {"in the other container", in_the_other_container},
      {"garbage behind it", [](const std::string& body) { return body + "garbage"; }},
      {"twice", [](const std::string& body) { return body + body; }},
      {"a bracket too many", [](const std::string& body) { return body + "}"; }},
      {"a cut literal", adding(R"("spoilt":tru)")},
      {"a bad escape", adding(R"("spoilt":"\x")")},
      {"a cut escape", adding(R"("spoilt":"\u12")")},
      {"a lone quote", adding(R"("spoilt":"open)")},
      {"a raw line break in a text", adding("\"spoilt\":\"a\nb\"")},
      {"bytes that are no UTF-8", adding("\"spoilt\":\"\xff\xfe\"")},
      {"UTF-8 that is longer than need be", adding("\"spoilt\":\"\xc0\xaf\"")},
      {"UTF-8 of half a pair", adding("\"spoilt\":\"\xed\xa0\x80\"")},
      {"UTF-8 that ends early", adding("\"spoilt\":\"\xe2\x82\"")},
      {"a NUL in a text", adding(std::string("\"spoilt\":\"a\0b\"", 14))},
      {"a NUL behind it", with_nul},
      {"lists in each other without end", adding("\"spoilt\":" + std::string(kTooDeep, '['))},
      {"too deep", adding("\"spoilt\":" + std::string(kTooDeep, '[') + std::string(kTooDeep, ']'))},
      {"a number that is none", adding(R"("spoilt":NaN)")},
      {"a number with a plus", adding(R"("spoilt":+1)")},
      {"a number without digits", adding(R"("spoilt":1.e5)")},
      {"a hexadecimal number", adding(R"("spoilt":0x1F)")},
      {"a name without quotes", adding(R"(spoilt:1)")},
      {"a comment", adding(R"("spoilt":/* none */1)")},
      {"a number with a leading zero", adding(R"("spoilt":01)")},
      {"a missing colon", adding(R"("spoilt" 1)")},
      {"a trailing comma", adding(R"("spoilt":[1,])")},
      {"without ids", without_ids},
      {"a text among the elements", leading(R"("odd")")},
      {"null among the elements", leading("null")},
      {"a list among the elements", leading("[]")},
      {"an element without content", leading("{}")},
  };
  return kinds;
}

}  // namespace

std::vector<std::string> corrupt_kinds() {
  std::vector<std::string> names;
  for (const auto& [name, spoil] : all()) names.push_back(name);
  return names;
}

std::string corrupt(const std::string& body, const std::string& kind) {
  const auto found = all().find(kind);
  if (found == all().end()) throw std::invalid_argument("unknown kind of spoilt JSON: " + kind);
  return found->second(body);
}

}  // namespace loopback
