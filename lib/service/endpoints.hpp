#pragma once

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// A set of a connector's endpoints, loaded into its web server at a step of the startup sequence.
class Endpoints {
 public:
  virtual ~Endpoints() = default;
  /// Answers a request for one of its endpoints; returns false, without answering, for any other. Throws
  /// Error, from which the server builds the response.
  virtual bool answer(http::Exchange& exchange) = 0;
};

}  // namespace locker::service
