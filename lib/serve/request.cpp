#include "lib/serve/request.hpp"

#include <array>

#include "lib/foreign/document.hpp"
#include "lib/serve/form_body.hpp"
#include "lib/serve/members.hpp"

namespace locker::serve {
namespace {

/// The members that are read from a JSON body: all parameters of the 2011 routes except an event's object,
/// which may be large (see Publication).
constexpr std::array<std::string_view, 6> kParameterNames{"at", "cb", "type", "srcdir", "message", "level"};

std::string media_type(const http::Exchange& exchange) {
  const auto type = exchange.request().header("Content-Type").value_or(std::string_view());
  std::string name(type.substr(0, type.find(';')));
  while (name.ends_with(' ')) name.pop_back();
  return name;
}

bool read_form(CoreParameters& parameters) {
  parameters.is_form = true;
  auto fields = read_form_body(parameters.body);
  const bool is_object = !fields.empty();
  parameters.values.merge(fields);
  return is_object;
}

bool read_json(CoreParameters& parameters) {
  const auto begin = parameters.body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || parameters.body[begin] != '{') return false;
  if (!foreign::is_json(parameters.body)) return false;
  for (const auto& [name, value] : members(parameters.body, kParameterNames)) {
    if (parameters.find(std::string(name))) continue;  // from the query
    parameters.spelled.emplace(name, value);
    if (value != "null") parameters.values.emplace(name, text_of(value).value_or(std::string(value)));
  }
  return true;
}

}  // namespace

std::string Request::parameter(const std::string& name) const {
  const auto values = http::parse_form(query);
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

const std::string* CoreParameters::find(const std::string& name) const {
  const auto found = values.find(name);
  return found == values.end() ? nullptr : &found->second;
}

CoreParameters read_core_parameters(const Request& request) {
  CoreParameters parameters;
  parameters.values = http::parse_form(request.query);
  parameters.body = request.body.bytes;
  if (parameters.body.empty()) return parameters;
  const std::string type = media_type(request.exchange);
  const bool is_form_type = http::same_name(type, "application/x-www-form-urlencoded");
  const bool is_json_type = http::same_name(type, "application/json");
  if (is_form_type)
    parameters.is_object = read_form(parameters);
  else if (is_json_type)
    parameters.is_object = read_json(parameters);
  return parameters;
}

}  // namespace locker::serve
