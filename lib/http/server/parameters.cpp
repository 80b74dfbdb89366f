#include "lib/http/server/parameters.hpp"

#include <charconv>

#include "lib/base/error.hpp"
#include "lib/base/percent.hpp"

namespace locker::http {
namespace {

[[noreturn]] void refuse(std::string_view name, const std::string& what, const std::string& hint) {
  throw Error(ErrorKind::usage, std::string(name) + ": " + what, hint);
}

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

Parameters checked_parameters(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view field = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (field.empty()) continue;
    const std::string_view name = field.substr(0, field.find('='));
    for (const auto& [decoded, value] : parse_form(field))
      if (!parameters.emplace(decoded, value).second)
        refuse(decoded, "is there twice", "say it once; where it is a list, with commas between");
    if (!percent_decode(field, true)) refuse(name, "has a broken escape", "a percent sign itself is %25");
  }
  return parameters;
}

bool flag_of(std::string_view name, std::string_view value) {
  if (value.empty() || value == "1" || value == "true") return true;
  if (value == "0" || value == "false") return false;
  refuse(name, in_quotes(value) + " is neither true nor false", "there are true and false");
}

std::int64_t number_of(std::string_view name, std::string_view value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number < 0)
    refuse(name, in_quotes(value) + " is no whole number from 0 on",
           "say for example " + std::string(name) + "=50");
  return number;
}

}  // namespace locker::http
