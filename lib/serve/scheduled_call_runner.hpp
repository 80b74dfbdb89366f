#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <stop_token>
#include <string>
#include <thread>

#include "lib/http/message.hpp"
#include "lib/serve/process/supervisor.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/schedule.hpp"

namespace locker::serve {

/// Makes the scheduled calls when they are due, each on its own thread, so that a call that waits for hours
/// delays no other.
class ScheduledCallRunner {
 public:
  /// A service that `is_native` says is a compiled-in connector may take a day to respond, any other service
  /// ten minutes.
  ScheduledCallRunner(Schedule& schedule, Supervisor& services, Diary& diary, const Clock& clock,
                      std::function<bool(const std::string& service)> is_native);
  ~ScheduledCallRunner();
  ScheduledCallRunner(const ScheduledCallRunner&) = delete;
  ScheduledCallRunner& operator=(const ScheduledCallRunner&) = delete;

 private:
  struct UnderWay {
    std::jthread thread;
    std::atomic<bool> over = false;
  };
  void run(const std::stop_token& stop);
  void begin(const Entry& entry);
  void make(const Entry& entry, const std::stop_token& stop);
  void finish(const Entry& entry, const CallResult& result);
  [[nodiscard]] CallResult call(const Entry& entry, const std::stop_token& stop);

  Schedule& schedule_;
  Supervisor& services_;
  Diary& diary_;
  const Clock& clock_;
  const std::function<bool(const std::string&)> is_native_;
  std::list<UnderWay> under_way_;  ///< accessed by the dispatcher only
  std::jthread dispatcher_;
};

/// Returns what the response to a scheduled call means for the next call.
[[nodiscard]] CallResult result_of(const http::Response& answer, Instant now);

}  // namespace locker::serve
