#pragma once

#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::serve {

/// A request that core answers itself, as far as its routes look at it.
struct Request {
  http::Exchange& exchange;
  std::string service;  ///< whose capability was used; empty: a person
  std::string target;   ///< as it goes on, not decoded
  std::string path;     ///< decoded
  std::string_view query;
  std::string id;    ///< the `:id` of the route
  std::string body;  ///< below `/core/`, where it is read before anything else

  /// Throws http::BadMessage{413} beyond 16 MB.
  void read_body();

  /// The value of a parameter of the query alone; empty: none.
  [[nodiscard]] std::string parameter(const std::string& name) const;
};

/// The parameters of 2011's routes: from the query, else from a form or JSON body, whatever the method
/// (facts of locker-2011, 1.1).
struct CoreParameters {
  http::Parameters values;
  std::string body;
  bool is_form = false;
  bool is_object = false;  ///< a body was there, and could be read as a form or a JSON object

  [[nodiscard]] const std::string* find(const std::string& name) const;
};
[[nodiscard]] CoreParameters read_core_parameters(const Request& request);

}  // namespace locker::serve
