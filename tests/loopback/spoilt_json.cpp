#include "loopback/spoilt_json.hpp"

#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

namespace loopback {
namespace {

using Spoil = std::function<std::string(const std::string&)>;

/// Puts a member in front of the last bracket: deep in what nobody reads, at the end of what everybody does.
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

const std::map<std::string, Spoil>& all() {
  static const std::map<std::string, Spoil> kinds = {
      {"half", [](const std::string& body) { return body.substr(0, body.size() / 2); }},
      {"without its end", [](const std::string& body) { return body.substr(0, body.find_last_of("}]")); }},
      {"empty", [](const std::string&) { return std::string(); }},
      {"a page of HTML",
       [](const std::string&) { return std::string("<html><body>Unicorn!</body></html>"); }},
      {"garbage behind it", [](const std::string& body) { return body + "garbage"; }},
      {"twice", [](const std::string& body) { return body + body; }},
      {"a bracket too many", [](const std::string& body) { return body + "}"; }},
      {"a cut literal", adding(R"("spoilt":tru)")},
      {"a bad escape", adding(R"("spoilt":"\x")")},
      {"a cut escape", adding(R"("spoilt":"\u12")")},
      {"a lone quote", adding(R"("spoilt":"open)")},
      {"a raw line break in a text", adding("\"spoilt\":\"a\nb\"")},
      {"bytes that are no UTF-8", adding("\"spoilt\":\"\xff\xfe\"")},
      {"a number with a leading zero", adding(R"("spoilt":01)")},
      {"a missing colon", adding(R"("spoilt" 1)")},
      {"a trailing comma", adding(R"("spoilt":[1,])")},
      {"without ids", without_ids},
      {"a text instead", [](const std::string&) { return std::string(R"("not what was asked for")"); }},
  };
  return kinds;
}

}  // namespace

std::vector<std::string> spoilt_kinds() {
  std::vector<std::string> names;
  for (const auto& [name, spoil] : all()) names.push_back(name);
  return names;
}

std::string spoilt(const std::string& body, const std::string& kind) {
  const auto found = all().find(kind);
  if (found == all().end()) throw std::invalid_argument("unknown kind of spoilt JSON: " + kind);
  return found->second(body);
}

}  // namespace loopback
