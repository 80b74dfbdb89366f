#pragma once

#include <chrono>
#include <string_view>

#include "lib/base/home.hpp"
#include "lib/base/time.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/stream_times.hpp"

namespace locker::sync {

/// Earliest times of the next request for streams whose service demands a pause (X-Poll-Interval). Stored in
/// the account's folder, because it is the next run that would come too early.
class PollTimes {
 public:
  PollTimes(const Home& home, std::string_view account);

  /// False before the noted time. A wrong clock delays a request no longer than the longest pause.
  [[nodiscard]] bool may_ask(const store::StreamName& stream, Instant now) const;
  /// Notes that the stream must not be requested for `wait` from `now` on.
  void note(const store::StreamName& stream, Instant now, std::chrono::seconds wait);

 private:
  StreamTimes next_;
};

}  // namespace locker::sync
