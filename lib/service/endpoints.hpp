#pragma once

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// Some of a connector's endpoints, loaded into its web server when the flow comes to them.
class Endpoints {
 public:
  virtual ~Endpoints() = default;
  /// Answers what is theirs; false, with nothing answered, for anything else. Throws Error, which the
  /// server words.
  virtual bool answer(http::Exchange& exchange) = 0;
};

}  // namespace locker::service
