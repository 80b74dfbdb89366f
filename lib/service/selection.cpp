#include "lib/service/selection.hpp"

#include <algorithm>
#include <array>

#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/http/server/parameters.hpp"

namespace locker::service {
namespace {

std::vector<std::string> names_of(const std::string& list) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= list.size();) {
    const auto end = std::min(list.find(',', at), list.size());
    if (end == at)
      throw Error(ErrorKind::usage, "fields: there is an empty name", "say for example fields=id,text");
    names.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

Instant time_of(const char* name, const std::string& value, Instant now) {
  try {
    return parse_user_time(value, now);
  } catch (const Error& error) {
    throw Error(error.kind(), std::string(name) + ": " + error.what(), error.hint());
  }
}

struct Parameter {
  std::string_view name;
  void (*take)(Selection&, const std::string& value, Instant now);
};

constexpr std::array kParameters{
    Parameter{"limit", [](Selection& s, const std::string& value,
                          Instant) { s.limit = http::number_of("limit", value); }},
    Parameter{"offset", [](Selection& s, const std::string& value,
                           Instant) { s.offset = http::number_of("offset", value); }},
    Parameter{"since", [](Selection& s, const std::string& value,
                          Instant now) { s.filter.since = time_of("since", value, now); }},
    Parameter{"until", [](Selection& s, const std::string& value,
                          Instant now) { s.filter.until = time_of("until", value, now); }},
    Parameter{"fields", [](Selection& s, const std::string& value, Instant) { s.fields = names_of(value); }},
    Parameter{"stream", [](Selection& s, const std::string& value,
                           Instant) { s.lines = http::flag_of("stream", value); }},
};

std::vector<std::string> names_of_all() {
  std::vector<std::string> names;
  for (const auto& parameter : kParameters) names.emplace_back(parameter.name);
  return names;
}

[[noreturn]] void unknown(const std::string& name, const std::vector<std::string>& known) {
  throw Error(ErrorKind::usage, "there is no parameter \"" + name + "\" here",
              known.empty() ? "there is none at this address" : suggestion_hint(name, known));
}

bool accepts_lines(const http::Exchange& exchange) {
  const auto accepted = exchange.request().header("Accept").value_or(std::string_view());
  return accepted.find("application/x-ndjson") != std::string_view::npos;
}

}  // namespace

Selection read_selection(const http::Exchange& exchange, Instant now) {
  Selection selection;
  selection.lines = accepts_lines(exchange);
  for (const auto& [name, value] : http::checked_parameters(exchange.request().query())) {
    const auto known = std::ranges::find(kParameters, name, &Parameter::name);
    if (known == kParameters.end()) unknown(name, names_of_all());
    known->take(selection, value, now);
  }
  return selection;
}

bool wants_lines(const http::Exchange& exchange) {
  bool lines = accepts_lines(exchange);
  for (const auto& [name, value] : http::checked_parameters(exchange.request().query())) {
    if (name != "stream") unknown(name, {"stream"});
    lines = http::flag_of(name, value);
  }
  return lines;
}

void refuse_parameters(const http::Exchange& exchange) {
  for (const auto& [name, value] : http::checked_parameters(exchange.request().query())) unknown(name, {});
}

}  // namespace locker::service
