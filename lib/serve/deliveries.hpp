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

/// Brings changes to the services that listen for their type: each listener in its own thread and at
/// its own position, at least once, in order; one that is dead, or that says it failed (5xx, 408, 425,
/// 429), is tried again, later and later, and hinders no other (design 8, "Events"). The body is the bare
/// object, as in 2011; what that lacks is in headers `Locker-Event-Seq`, `-Action`, `-Type`, `-Account`,
/// `-Id`, each left out where it is longer than 1 KB. A repeat is told as the change was that it repeats, by
/// whose number who wants changes alone knows it.
class Deliveries {
 public:
  /// A listener has `patience` to answer. Positions are those of the archive in `home`, whatever it was
  /// before.
  Deliveries(const Home& home, Listeners& listeners, ChangeFeed& feed, Supervisor& services, Diary& diary,
             std::chrono::milliseconds patience);
  ~Deliveries();
  Deliveries(const Deliveries&) = delete;
  Deliveries& operator=(const Deliveries&) = delete;

  /// From now on; the same listener again changes nothing.
  void listen(const Listener& listener);
  void deafen(const std::string& type, const std::string& service, const std::string& callback);
  /// Tells those who listen to its type.
  void repeat(const Repeat& repeat);

 private:
  void begin(const Listener& listener);
  void run(Listener listener, const std::stop_token& stop);
  void follow(Listener& listener, const std::stop_token& stop);
  bool tell(Listener& listener, const Event& event, const std::stop_token& stop);
  bool tell_repeats(Listener& listener, const std::stop_token& stop);
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
