#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"
#include "lib/serve/body_reader.hpp"

namespace locker::serve {

/// A request that core answers itself, as far as its routes look at it.
struct Request {
  http::Exchange& exchange;
  std::string service;  ///< whose capability was used; empty: a person
  std::string target;   ///< as it goes on, not decoded
  std::string path;     ///< decoded
  std::string_view query;
  std::string id;         ///< the `:id` of the route
  BodyReader::Read body;  ///< below `/core/`, where it is read before anything else

  /// The value of a parameter of the query alone; empty: none.
  [[nodiscard]] std::string parameter(const std::string& name) const;
};

/// The parameters of 2011's routes: from the query, else from a form or JSON body, whatever the method
/// (facts of locker-2011, 1.1).
struct CoreParameters {
  http::Parameters values;
  std::string_view body;  ///< the request's
  bool is_form = false;
  bool is_object = false;  ///< a body was there, and could be read as a form or a JSON object

  [[nodiscard]] const std::string* find(const std::string& name) const;
};
[[nodiscard]] CoreParameters read_core_parameters(const Request& request);

}  // namespace locker::serve
