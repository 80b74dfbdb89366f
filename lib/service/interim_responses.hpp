#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// While it lives, regularly sends the client an interim response (102 Processing, RFC 2518 section 10.1):
/// core gives up on a service that sends nothing for a minute. Destroy it before the response begins.
class InterimResponses {
 public:
  explicit InterimResponses(http::Exchange& exchange,
                            std::chrono::milliseconds pause = std::chrono::seconds(15));

 private:
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;
};

}  // namespace locker::service
