#pragma once

#include <chrono>
#include <memory>

#include "lib/http/transport.hpp"
#include "lib/http/waiter.hpp"

namespace locker::http {

struct RetryPolicy {
  int retries = 6;                       ///< after the first attempt
  std::chrono::milliseconds first{500};  ///< doubles with each; half of it is left to chance
  std::chrono::milliseconds most{60'000};
  /// Only what the service says that it did not take up (429, 503): for requests that are good once.
  bool unserved_only = false;
};

/// Sends again what met a broken connection, a server's trouble (5xx but 501), or "accepted, come
/// again" (202 to a GET), later each time, and not before the server's Retry-After. At the end the last
/// answer or Error stands. For requests that may be repeated without harm, unless the policy says otherwise.
[[nodiscard]] std::unique_ptr<Transport> make_retrying(Transport& inner, Waiter& waiter,
                                                       RetryPolicy policy = {});

}  // namespace locker::http
