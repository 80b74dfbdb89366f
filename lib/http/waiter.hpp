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

/// How long a command may spend waiting (`--no-wait`, `--max-wait`); both bounds are of the whole run; and
/// from when on that is told.
struct WaitPolicy {
  bool no_wait = false;
  std::optional<std::chrono::milliseconds> most;  ///< absent: as long as it takes
  /// Shorter waits are not worth a word.
  std::chrono::milliseconds noticeable = std::chrono::seconds(10);
};

/// All waiting for a service goes through here: it is told to the person, bounded, and ends soon
/// after a stop. May be used by many threads: what they wait for at the same time is told and counts once.
class Waiter {
 public:
  /// `announce` is told what is waited for and until when, before waits a person would notice.
  using Announce = std::function<void(std::string_view reason, Instant until)>;
  Waiter(Clock& clock, WaitPolicy policy, Announce announce);

  /// Throws an Error of kind `cause` (rate_limit, network) if the policy does not allow it,
  /// Error{interrupted} after a stop.
  void wait_until(Instant until, const std::string& reason, ErrorKind cause, const std::stop_token& stop);
  /// Whether wait_until() would wait, and not throw.
  [[nodiscard]] bool allows(Instant until) const;
  /// True once a wait was not allowed: the person's patience is at its end, for whatever comes.
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
  std::chrono::milliseconds waited_{0};  ///< up to `counted_`, in all
  Instant counted_{}, announced_{};
};

}  // namespace locker::http
