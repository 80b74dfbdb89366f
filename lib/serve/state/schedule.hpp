#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/clock.hpp"

namespace locker::serve {

/// A call that is due at some time: `GET /Me/<service><path>`.
struct Entry {
  std::string service, path;
  Instant at;
  std::chrono::milliseconds interval{0};  ///< 0: once, unless the service asks again
  int failures = 0;                       ///< in a row
  std::optional<Instant> last;            ///< when it last ran
  std::string result;                     ///< of that: `done`, or what went wrong
};

/// How a call went.
struct CallResult {
  bool ok = false;
  bool again = true;                                     ///< of a failure: worth another try
  std::string text;                                      ///< what went wrong
  std::optional<std::chrono::milliseconds> retry_after;  ///< what the service said
};

/// The one schedule: durable, one entry for each service and path, in `scheduler.json` of the working
/// directory, whose lines are 2011's with further members (facts of locker-2011, 1.3). Entries whose
/// time passed while nothing ran are due at once, and run once.
class Schedule {
 public:
  /// `spread` is a number from -1 to 1 for each call: intervals get that tenth of themselves.
  Schedule(std::filesystem::path file, const Clock& clock, std::function<double()> spread);

  /// Sets when that is called next; an entry there is replaced. False, and nothing is set, where the service
  /// has 1,000 already: each is written anew with every change.
  bool at(const std::string& service, const std::string& path, Instant when);
  /// Calls it every so often, the first time at once; one that is there already keeps its time.
  void every(const std::string& service, const std::string& path, std::chrono::milliseconds interval);
  void remove(const std::string& service, const std::string& path);
  /// All of a service that is gone, also that it is paused.
  void remove_all(const std::string& service);
  /// A paused service's entries stay, and are not due.
  void pause(const std::string& service, bool paused);
  /// All of a service's entries are due now. How many.
  int trigger(const std::string& service);

  /// Waits until something is due and takes it; absent after a stop. What is taken stays in the file
  /// until it is finished, so that it runs again if core does not live to see that. Of one service a few
  /// are taken at once, and the rest waits its turn.
  [[nodiscard]] std::optional<Entry> wait_due(const std::stop_token& stop);
  /// What was taken has ended. Unless the service asked anew meanwhile it is due again after its
  /// interval, or after a pause that grows with each failure; or never.
  void finished(const Entry& entry, const CallResult& result);

  [[nodiscard]] std::vector<Entry> entries() const;
  [[nodiscard]] bool is_paused(const std::string& service) const;

 private:
  using Key = std::pair<std::string, std::string>;
  void load();
  void notify();
  void save() const;
  [[nodiscard]] Instant after(std::chrono::milliseconds interval) const;
  [[nodiscard]] bool may_run(const Key& key) const;
  [[nodiscard]] bool is_full(const std::string& service) const;

  const std::filesystem::path file_;
  const Clock& clock_;
  const std::function<double()> spread_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::uint64_t changes_ = 0;
  std::map<Key, Entry> entries_;
  std::set<Key> running_;
  std::set<Key> asked_anew_;  ///< while they run
  std::set<std::string> paused_;
};

/// Entries as `/status` and `locker status --json` show them, the next due first: `[{service, path, at,
/// paused, failures, last, result}]`.
[[nodiscard]] nlohmann::ordered_json schedule_object(const Schedule& schedule);

}  // namespace locker::serve
