#include "lib/json/canonical.hpp"

#include <simdjson.h>

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/foreign/reach.hpp"

namespace locker::json {
namespace {

namespace ondemand = simdjson::ondemand;

/// Prefixes every text with its length, so that no content can imitate structure.
void put_text(std::string& out, char tag, std::string_view text) {
  out += tag;
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

class Canonicalizer {
 public:
  explicit Canonicalizer(const CanonicalRules& rules) : rules_(rules) {}

  std::string run(std::string_view raw) {
    const simdjson::padded_string padded(raw);
    ondemand::parser parser;
    ondemand::document document = parser.iterate(padded);
    std::string out;
    ondemand::value value;
    if (document.get_value().get(value) != simdjson::SUCCESS)
      put_text(out, '#', raw);  // a scalar at the top
    else
      put(out, value);
    return out;
  }

 private:
  void put(std::string& out, ondemand::value value) {
    switch (value.type()) {
      case ondemand::json_type::object:
        return put_object(out, value.get_object());
      case ondemand::json_type::array:
        out += '[';
        for (auto item : value.get_array()) put(out, item.value());
        out += ']';
        return;
      case ondemand::json_type::string:
        return put_text(out, '"', value.get_string().value());
      default: {
        std::string_view token = value.raw_json_token();
        const auto last = token.find_last_not_of(" \t\r\n");
        return put_text(out, '#', token.substr(0, last + 1));
      }
    }
  }

  void put_object(std::string& out, ondemand::object object) {
    std::vector<std::pair<std::string, std::string>> members;
    const std::size_t parent = path_.size();
    for (auto field : object) {
      const std::string key = canonical_name(field.unescaped_key());
      if (parent > 0) path_ += '.';
      path_ += key;
      if (std::ranges::find(rules_.left_out, path_) == rules_.left_out.end()) {
        members.emplace_back(key, std::string());
        put(members.back().second, field.value());
      }
      path_.resize(parent);
    }
    std::ranges::stable_sort(members, {}, &std::pair<std::string, std::string>::first);
    out += '{';
    for (const auto& [key, content] : members) {
      put_text(out, 'k', key);
      out += content;
    }
    out += '}';
  }

  std::string canonical_name(std::string_view key) const {
    for (const auto& [name, other] : rules_.aliases)
      if (key == other) return name;
    return std::string(key);
  }

  const CanonicalRules& rules_;
  std::string path_;
};

/// Returns the raw value at a dotted path; empty if there is none.
std::string_view find_raw(simdjson::padded_string_view padded, ondemand::parser& parser,
                          std::string_view path) {
  ondemand::document document = parser.iterate(padded);
  ondemand::value value;
  for (bool top = true; !path.empty(); top = false) {
    const auto dot = path.find('.');
    const auto key = path.substr(0, dot);
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    auto next = top ? document.find_field_unordered(key) : value.find_field_unordered(key);
    if (std::move(next).get(value) != simdjson::SUCCESS) return {};
  }
  switch (value.type()) {
    case ondemand::json_type::object:
      return ondemand::object(value.get_object()).raw_json();
    case ondemand::json_type::array:
      return ondemand::array(value.get_array()).raw_json();
    default:
      return value.raw_json_token();
  }
}

}  // namespace

std::string canonical(std::string_view raw, const CanonicalRules& rules) try {
  try {
    return Canonicalizer(rules).run(raw);
  } catch (const simdjson::simdjson_error&) {
    std::string copy(raw);
    foreign::replace_lone_surrogates(copy);
    return Canonicalizer(rules).run(copy);
  }
} catch (const simdjson::simdjson_error& error) {
  throw Error(ErrorKind::malformed, std::string("not readable as JSON: ") + error.what());
}

std::string extract(std::string_view raw, const std::vector<std::string>& paths) try {
  const simdjson::padded_string padded(raw);
  ondemand::parser parser;
  std::string out = "{";
  for (const auto& path : paths) {
    std::string_view value = find_raw(padded, parser, path);
    if (value.empty()) continue;
    value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
    if (out.size() > 1) out += ',';
    out.append("\"").append(path).append("\":").append(value);
  }
  return out + "}";
} catch (const simdjson::simdjson_error& error) {
  throw Error(ErrorKind::malformed, std::string("not readable as JSON: ") + error.what());
}

}  // namespace locker::json
