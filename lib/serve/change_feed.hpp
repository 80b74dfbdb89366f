#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/store/history.hpp"

namespace locker::serve {

/// A change, with the object that it is about.
struct Event {
  store::Change change;
  std::string object;  ///< the bytes as the service sent them; empty: forgotten
};

/// What changes in the archive, whoever writes it: this process, a connector's, a sync from a shell.
/// Watches the file and wakes up for nothing else. Everyone who follows it shares what was read.
class ChangeFeed {
 public:
  /// `on_idle` is called a moment after the archive was written for the last time; what it throws is told
  /// to `complain`. Throws Error{internal} if the home cannot be watched.
  ChangeFeed(const Home& home, std::function<void()> on_idle,
             std::function<void(const std::string&)> complain);
  ~ChangeFeed();
  ChangeFeed(const ChangeFeed&) = delete;
  ChangeFeed& operator=(const ChangeFeed&) = delete;

  /// The greatest change number that is known here.
  [[nodiscard]] std::int64_t last() const;
  /// Waits until there is a greater number than `after`; false after `patience` or a stop. Something else
  /// that `is_enough` ends it too, and is looked for after each notify().
  bool wait_beyond(std::int64_t after, std::chrono::milliseconds patience, const std::stop_token& stop,
                   const std::function<bool()>& is_enough = {});
  void notify();
  using Events = std::vector<std::shared_ptr<const Event>>;
  /// The changes right after that number, rising, a bounded number of them; none if there are none.
  [[nodiscard]] Events events_after(std::int64_t after);
  /// The one change with that number, as it is in the archive now; null: there is none.
  [[nodiscard]] std::shared_ptr<const Event> event(std::int64_t seq) const;

 private:
  class Watch;
  void watch(const std::stop_token& stop);
  void look();
  [[nodiscard]] Events read(std::int64_t after, std::size_t most) const;
  [[nodiscard]] std::optional<Events> known_after(std::int64_t after) const;
  void remember(const Events& events);

  const Home home_;
  const std::function<void()> on_idle_;
  const std::function<void(const std::string&)> complain_;
  const std::unique_ptr<Watch> watch_;
  mutable std::mutex mutex_;
  std::condition_variable_any grown_;
  std::mutex reading_;  ///< one reads for all who wait for the same, and what that takes is taken once
  std::int64_t last_ = 0;
  std::deque<std::shared_ptr<const Event>> recent_;  ///< each the one after that before it
  std::size_t recent_bytes_ = 0;
  int stop_event_ = -1;
  std::jthread thread_;
};

}  // namespace locker::serve
