#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"

namespace locker::http {

/// How long a command may spend waiting (`--no-wait`, `--max-wait`); both bounds are of the whole run.
struct WaitPolicy {
  bool no_wait = false;
  std::optional<std::chrono::milliseconds> most;  ///< absent: as long as it takes
};

/// All waiting for a service goes through here: it is told to the person, bounded, and ends soon
/// after a stop. May be used by many threads: what they wait for at the same time is told and counts once.
class Waiter {
 public:
  /// `announce` is told what is waited for and until when, before waits a person would notice.
  using Announce = std::function<void(std::string_view reason, Instant until)>;
  Waiter(Clock& clock, WaitPolicy policy, Announce announce);

  /// Throws Error{rate_limit} if the policy does not allow it, Error{interrupted} after a stop.
  void wait_until(Instant until, const std::string& reason, const std::stop_token& stop);
  [[nodiscard]] Instant now() const { return clock_.now(); }

 private:
  void refuse(Instant until, const std::string& reason) const;
  void begin(Instant began, Instant until, const std::string& reason);

  Clock& clock_;
  WaitPolicy policy_;
  Announce announce_;
  std::mutex mutex_;
  std::chrono::milliseconds waited_{0};  ///< up to `counted_`, in all
  Instant counted_{}, announced_{};
};

}  // namespace locker::http
