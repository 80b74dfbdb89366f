#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"
#include "lib/serve/body_reader.hpp"

namespace locker::serve {

/// A request that core answers itself, as seen by its routes.
struct Request {
  http::Exchange& exchange;
  std::string service;  ///< the service whose capability was used; empty: a user
  std::string target;   ///< without the capability, not decoded
  std::string path;     ///< decoded
  std::string_view query;
  std::string id;         ///< the `:id` of the route
  BodyReader::Read body;  ///< for paths below `/core/`, read before the route is called

  /// Returns a parameter of the query; empty if there is none.
  [[nodiscard]] std::string parameter(const std::string& name) const;
};

/// The parameters of the 2011 routes: from the query, else from a form or JSON body, whatever the method
/// (facts of locker-2011, 1.1).
struct CoreParameters {
  http::Parameters values;
  std::string_view body;  ///< the request's body
  bool is_form = false;
  bool is_object = false;  ///< the body was parsed as a form or a JSON object

  std::map<std::string, std::string_view> spelled;  ///< those from a JSON body, null too, as spelled there

  [[nodiscard]] const std::string* find(const std::string& name) const;
};
[[nodiscard]] CoreParameters read_core_parameters(const Request& request);

}  // namespace locker::serve
