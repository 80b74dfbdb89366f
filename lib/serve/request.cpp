#include "lib/serve/request.hpp"

#include <nlohmann/json.hpp>

#include "lib/foreign/document.hpp"

namespace locker::serve {
namespace {

std::string media_type(const http::Exchange& exchange) {
  const auto type = exchange.request().header("Content-Type").value_or(std::string_view());
  std::string name(type.substr(0, type.find(';')));
  while (name.ends_with(' ')) name.pop_back();
  return name;
}

bool read_form(CoreParameters& parameters) {
  parameters.is_form = true;
  for (auto& [name, value] : http::parse_form(parameters.body)) parameters.values.emplace(name, value);
  return !parameters.values.empty();
}

bool read_json(CoreParameters& parameters) {
  const auto document = foreign::read(parameters.body);
  if (!document.is_object()) return false;
  for (const auto& [name, value] : document.items())
    if (!value.is_null())
      parameters.values.emplace(name, value.is_string() ? value.get<std::string>() : value.dump());
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
  const bool says_form = http::same_name(type, "application/x-www-form-urlencoded");
  const bool says_json = http::same_name(type, "application/json");
  if (says_form)
    parameters.is_object = read_form(parameters);
  else if (says_json)
    parameters.is_object = read_json(parameters);
  return parameters;
}

}  // namespace locker::serve
