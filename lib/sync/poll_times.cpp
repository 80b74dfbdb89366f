#include "lib/sync/poll_times.hpp"

#include <algorithm>

namespace locker::sync {
namespace {

/// The longest pause that is honoured, so that a stream is not blocked for ever.
constexpr std::chrono::seconds kMostWait = std::chrono::hours(1);

}  // namespace

PollTimes::PollTimes(const Home& home, std::string_view account)
    : next_(home.account(account) / "polls.json") {}

bool PollTimes::may_ask(const store::StreamName& stream, Instant now) const {
  const auto next = next_.find(stream);
  return !next || *next <= now || *next > now + kMostWait;
}

void PollTimes::note(const store::StreamName& stream, Instant now, std::chrono::seconds wait) {
  next_.set(stream, now + std::min(wait, kMostWait));
}

}  // namespace locker::sync
