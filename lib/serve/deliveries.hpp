#pragma once

#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "lib/serve/change_feed.hpp"
#include "lib/serve/process/supervisor.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/listeners.hpp"
#include "lib/serve/state/repeats.hpp"

namespace locker::serve {

/// Delivers changes to the services that listen for their type (design 8, "Events"). Each listener has its
/// own thread and position; delivery is in order and at least once. If a listener is unreachable or answers
/// 5xx, 408, 425 or 429, the delivery is retried with increasing pauses, without delaying other listeners.
/// The body is the bare object, as in 2011; the headers `Locker-Event-Seq`, `-Action`, `-Type`, `-Account`
/// and `-Id` contain the rest, except that Type, Account and Id are omitted if longer than 1 KB. A repeat is
/// delivered like the change that it repeats, with the same number, by which a listener can recognize it.
class Deliveries {
 public:
  /// A listener must respond within `patience`. Positions are first adjusted to the archive in `home`, which
  /// may have been replaced.
  Deliveries(const Home& home, Listeners& listeners, ChangeFeed& feed, Supervisor& services, Diary& diary,
             std::chrono::milliseconds patience);
  ~Deliveries();
  Deliveries(const Deliveries&) = delete;
  Deliveries& operator=(const Deliveries&) = delete;

  /// Starts delivering to the listener; does nothing if it is already registered.
  void listen(const Listener& listener);
  void deafen(const std::string& type, const std::string& service, const std::string& callback);
  /// Delivers it to the listeners of its type.
  void repeat(const Repeat& repeat);

 private:
  void begin(const Listener& listener);
  void run(Listener listener, const std::stop_token& stop);
  void follow(Listener& listener, const std::stop_token& stop);
  bool tell(Listener& listener, const Event& event, const std::stop_token& stop);
  bool deliver_repeats(Listener& listener, const std::stop_token& stop);
  [[nodiscard]] std::optional<Repeat> due_repeat(Listener& listener) const;
  bool deliver(const Listener& listener, const Event& event, const std::stop_token& stop);
  void note_refusal(const Listener& listener, const Event& event, int status);
  bool wait(std::chrono::milliseconds pause, const std::stop_token& stop);

  Listeners& listeners_;
  Repeats repeats_;
  ChangeFeed& feed_;
  Supervisor& services_;
  Diary& diary_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable_any never_;
  std::list<std::pair<Listener, std::jthread>> threads_;
};

}  // namespace locker::serve
