#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"
#include "lib/base/error.hpp"

namespace locker::http {

/// How long a whole run may spend waiting (`--no-wait`, `--max-wait`), and which waits are announced.
struct WaitPolicy {
  bool no_wait = false;
  std::optional<std::chrono::milliseconds> most;  ///< absent: unlimited
  /// Shorter waits are not announced.
  std::chrono::milliseconds noticeable = std::chrono::seconds(10);
};

/// Performs all waits for a service: announced to the user, bounded, and ended soon after a stop request.
/// Thread-safe: concurrent waits are announced and counted once.
class Waiter {
 public:
  /// `announce` is called before each noticeable wait, with its reason and its end.
  using Announce = std::function<void(std::string_view reason, Instant until)>;
  Waiter(Clock& clock, WaitPolicy policy, Announce announce);

  /// Throws an Error of kind `cause` (rate_limit, network) if the policy forbids the wait, and
  /// Error{interrupted} after a stop request.
  void wait_until(Instant until, const std::string& reason, ErrorKind cause, const std::stop_token& stop);
  /// True if wait_until() would wait rather than throw.
  [[nodiscard]] bool allows(Instant until) const;
  /// True once the policy forbade a wait; the run should then end.
  [[nodiscard]] bool has_refused() const;
  [[nodiscard]] Instant now() const { return clock_.now(); }

 private:
  [[noreturn]] void refuse(Instant until, const std::string& reason, ErrorKind cause);
  [[nodiscard]] std::chrono::milliseconds more_until(Instant until, Instant now) const;
  void begin(Instant began, Instant until, const std::string& reason, ErrorKind cause);

  Clock& clock_;
  WaitPolicy policy_;
  Announce announce_;
  mutable std::mutex mutex_;
  bool refused_ = false;
  std::chrono::milliseconds waited_{0};  ///< total, up to `counted_`
  Instant counted_{}, announced_{};
};

}  // namespace locker::http
