#include "lib/http/waiter.hpp"

#include <algorithm>

namespace locker::http {
Waiter::Waiter(Clock& clock, WaitPolicy policy, Announce announce)
    : clock_(clock), policy_(policy), announce_(std::move(announce)) {}

void Waiter::wait_until(Instant until, const std::string& reason, ErrorKind cause,
                        const std::stop_token& stop) {
  const Instant began = clock_.now();
  if (until <= began) return;
  begin(began, until, reason, cause);
  if (!clock_.wait_until(until, stop)) throw Error(ErrorKind::interrupted, "interrupted");
}

bool Waiter::allows(Instant until) const {
  const Instant now = clock_.now();
  const std::lock_guard alone(mutex_);
  return until <= now ||
         (!policy_.no_wait && (!policy_.most || waited_ + more_until(until, now) <= *policy_.most));
}

/// Waits that overlap are counted once.
std::chrono::milliseconds Waiter::more_until(Instant until, Instant now) const {
  return std::max(until - std::max(now, counted_), std::chrono::milliseconds(0));
}

bool Waiter::has_refused() const {
  const std::lock_guard alone(mutex_);
  return refused_;
}

void Waiter::begin(Instant began, Instant until, const std::string& reason, ErrorKind cause) {
  const std::lock_guard alone(mutex_);
  const auto more = more_until(until, began);
  if (policy_.no_wait || (policy_.most && waited_ + more > *policy_.most)) refuse(until, reason, cause);
  waited_ += more;
  counted_ = std::max(counted_, until);
  if (!announce_ || until - began < policy_.noticeable || until - announced_ < policy_.noticeable) return;
  announced_ = until;
  announce_(reason + ": waiting", until);
}

void Waiter::refuse(Instant until, const std::string& reason, ErrorKind cause) {
  refused_ = true;
  const Instant second = std::chrono::ceil<std::chrono::seconds>(until);
  throw Error(cause, reason + ": not to be asked until " + format_rfc3339(second),
              std::string("run it again then; ") + (policy_.no_wait ? "--no-wait" : "--max-wait") +
                  " did not allow to wait");
}

}  // namespace locker::http
