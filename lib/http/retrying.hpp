#pragma once

#include <chrono>
#include <memory>

#include "lib/http/transport.hpp"
#include "lib/http/waiter.hpp"

namespace locker::http {

struct RetryPolicy {
  int retries = 6;                       ///< after the first attempt
  std::chrono::milliseconds first{500};  ///< doubles with each retry; half of it is random
  std::chrono::milliseconds most{60'000};
  /// Retry only requests that were not processed (429, 503): for requests that must not be repeated.
  bool unprocessed_only = false;
};

/// Retries after a broken connection, a server error (5xx except 501) or a 202 to a GET, with exponential
/// back-off and not before the server's Retry-After. Finally returns the last response or throws the last
/// Error. For idempotent requests, unless the policy says otherwise.
[[nodiscard]] std::unique_ptr<Transport> make_retrying(Transport& inner, Waiter& waiter,
                                                       RetryPolicy policy = {});

}  // namespace locker::http
