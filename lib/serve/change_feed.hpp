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

/// A change, with the object that it concerns.
struct Event {
  store::Change change;
  std::string object;  ///< the bytes as the service sent them; empty: the record was forgotten (`locker
                       ///< forget`)
};

/// Reports changes of the archive by any process: this one, a connector, a sync from a shell. Waits for
/// changes of the file and does not poll. All followers share what was read.
class ChangeFeed {
 public:
  /// `on_idle` is called a moment after the last write to the archive; its exceptions are passed to
  /// `complain`. Throws Error{internal} if the home cannot be watched.
  ChangeFeed(const Home& home, std::function<void()> on_idle,
             std::function<void(const std::string&)> complain);
  ~ChangeFeed();
  ChangeFeed(const ChangeFeed&) = delete;
  ChangeFeed& operator=(const ChangeFeed&) = delete;

  /// Returns the greatest known change number.
  [[nodiscard]] std::int64_t last() const;
  /// Returns where a reader that has got all changes up to that number goes on: there, or, if this archive
  /// does not go so far because an older one was put back, at its end.
  [[nodiscard]] std::int64_t position_of(std::int64_t after);
  /// Waits until there is a change with a number greater than `after`; false after `patience` or a stop
  /// request. Also returns true once `is_enough` does, which is checked after each notify().
  bool wait_for_change_after(std::int64_t after, std::chrono::milliseconds patience,
                             const std::stop_token& stop, const std::function<bool()>& is_enough = {});
  void notify();
  using Events = std::vector<std::shared_ptr<const Event>>;
  /// Returns the changes after that number in ascending order, up to a limit; empty if there are none.
  [[nodiscard]] Events events_after(std::int64_t after);
  /// Returns the change with that number, with the object's current content; null if there is none.
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
  std::condition_variable_any new_change_;
  std::mutex reading_;  ///< one thread reads for all that wait for the same changes, so the memory for it is
                        ///< needed once
  std::int64_t last_ = 0;
  std::deque<std::shared_ptr<const Event>> recent_;  ///< consecutive change numbers
  std::size_t recent_bytes_ = 0;
  int stop_event_ = -1;
  std::jthread thread_;
};

}  // namespace locker::serve
