#pragma once

#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "lib/http/message.hpp"
#include "lib/serve/process/supervisor.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/schedule.hpp"

namespace locker::serve {

/// Makes the schedule's calls when they are due, several at a time.
class Calls {
 public:
  Calls(Schedule& schedule, Supervisor& services, Diary& diary);

 private:
  void run(const std::stop_token& stop);
  [[nodiscard]] CallResult call(const Entry& entry, const std::stop_token& stop);

  Schedule& schedule_;
  Supervisor& services_;
  Diary& diary_;
  std::vector<std::jthread> threads_;
};

/// What an answer to a scheduled call means for the next one.
[[nodiscard]] CallResult result_of(const http::Response& answer);

}  // namespace locker::serve
