#include "lib/service/selection.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"

namespace locker::service {
namespace {

std::int64_t whole_number(const std::string& name, const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0)
    throw Error(ErrorKind::usage, "\"" + text + "\" is no " + name, "say for example " + name + "=50");
  return number;
}

std::vector<std::string> names_of(const std::string& list) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= list.size();) {
    const auto end = std::min(list.find(',', at), list.size());
    if (end == at)
      throw Error(ErrorKind::usage, "fields has an empty name", "say for example fields=id,text");
    names.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

struct Parameter {
  std::string_view name;
  void (*take)(Selection&, const std::string& value, Instant now);
};

constexpr std::array kParameters{
    Parameter{"limit", [](Selection& s, const std::string& value,
                          Instant) { s.limit = whole_number("limit", value); }},
    Parameter{"offset", [](Selection& s, const std::string& value,
                           Instant) { s.offset = whole_number("offset", value); }},
    Parameter{"since", [](Selection& s, const std::string& value,
                          Instant now) { s.filter.since = parse_user_time(value, now); }},
    Parameter{"until", [](Selection& s, const std::string& value,
                          Instant now) { s.filter.until = parse_user_time(value, now); }},
    Parameter{"fields", [](Selection& s, const std::string& value, Instant) { s.fields = names_of(value); }},
    Parameter{"stream", [](Selection& s, const std::string& value, Instant) { s.lines = value != "false"; }},
};

[[noreturn]] void unknown(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& parameter : kParameters) known.emplace_back(parameter.name);
  throw Error(ErrorKind::usage, "there is no parameter \"" + name + "\"", suggestion_hint(name, known));
}

}  // namespace

Selection read_selection(const http::Exchange& exchange, Instant now) {
  Selection selection;
  const auto accepted = exchange.request().header("Accept").value_or(std::string_view());
  selection.lines = accepted.find("application/x-ndjson") != std::string_view::npos;
  for (const auto& [name, value] : http::parse_form(exchange.request().query())) {
    const auto known = std::ranges::find(kParameters, name, &Parameter::name);
    if (known == kParameters.end()) unknown(name);
    known->take(selection, value, now);
  }
  return selection;
}

}  // namespace locker::service
