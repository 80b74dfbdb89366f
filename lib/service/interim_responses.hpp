#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// While it lives, tells who waits for an answer now and then that it is still being worked on
/// (102 Processing, RFC 2518 section 10.1): core takes a service that says nothing for a minute for
/// dead. It goes before the answer begins.
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
