#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/serve/fair_semaphore.hpp"

namespace locker::serve {

/// Limits the requests that services send to core. All services together may use three quarters of core's
/// connections and a single one half, so that users and other services always find room. Of requests that
/// core itself answers, each service may also have only a limited number in progress; the others wait.
class CallerLimiter {
 public:
  explicit CallerLimiter(std::size_t connections);

  /// Held while the request is in progress.
  struct Permit {
    FairSemaphore::Permit place;
    std::optional<FairSemaphore::Permit> turn;
  };
  /// Admits a request of `service` that core answers itself or (`passed_on`) forwards to another service.
  /// Absent if there are too many, or if it still has to wait after a minute or at a stop request.
  [[nodiscard]] std::optional<Permit> enter(const std::string& service, bool passed_on,
                                            const std::stop_token& stop);
  /// Returns whether to report that a request of `service` was refused: once in a while, not each time.
  [[nodiscard]] bool is_worth_a_report(const std::string& service);

 private:
  FairSemaphore places_, turns_;
  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point> reported_;
};

}  // namespace locker::serve
