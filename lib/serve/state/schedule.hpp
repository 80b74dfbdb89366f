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

/// A scheduled call: `GET /Me/<service><path>`.
struct Entry {
  std::string service, path;
  Instant at;
  std::chrono::milliseconds interval{0};  ///< 0: once, unless the service schedules it again
  int failures = 0;                       ///< consecutive failures
  std::optional<Instant> last;            ///< time of the last run
  std::string result;  ///< of the last run: `done`, or the error; while it runs, since when
};

/// The result of a call.
struct CallResult {
  bool ok = false;
  bool again = true;                                     ///< for a failure: a retry may succeed
  std::string text;                                      ///< the error
  std::optional<std::chrono::milliseconds> retry_after;  ///< as reported by the service
};

/// The persistent schedule with one entry for each service and path, stored in `scheduler.json` in the
/// working directory. The format is that of 2011 with additional members (facts of locker-2011, 1.3). Entries
/// that became due while nothing ran are due at once, and run once.
class Schedule {
 public:
  /// `spread` returns a number from -1 to 1; intervals are varied by a tenth of that.
  Schedule(std::filesystem::path file, const Clock& clock, std::function<double()> spread);

  /// Sets the time of the next call, replacing an existing entry. Returns false, and sets nothing, if the
  /// service has 1,000 entries: the file is rewritten with every change.
  bool at(const std::string& service, const std::string& path, Instant when);
  /// Calls the path at this interval, the first time at once; an existing entry keeps its time.
  void every(const std::string& service, const std::string& path, std::chrono::milliseconds interval);
  void remove(const std::string& service, const std::string& path);
  /// Removes all entries of a service, and its paused state.
  void remove_all(const std::string& service);
  /// Pauses or resumes a service: the entries of a paused one remain, but are not due.
  void pause(const std::string& service, bool paused);
  /// Makes all entries of a service due now; returns their number.
  int trigger(const std::string& service);

  /// Waits until an entry is due and takes it; absent after a stop request. A taken entry stays in the file
  /// until finished(), so that it runs again if core ends before that. Only a few entries of a service are
  /// taken at once; the others wait.
  [[nodiscard]] std::optional<Entry> wait_due(const std::stop_token& stop);
  /// Reports the result of a taken entry. Unless the service has rescheduled it meanwhile, it is due again
  /// after its interval, or after a failure following a pause that grows with each failure; or it is removed.
  void finished(const Entry& entry, const CallResult& result);

  [[nodiscard]] std::vector<Entry> entries() const;
  [[nodiscard]] bool is_paused(const std::string& service) const;

 private:
  using Key = std::pair<std::string, std::string>;
  void load();
  void notify();
  bool bring_back(Entry& entry) const;
  void save() const;
  [[nodiscard]] Instant after(std::chrono::milliseconds interval) const;
  [[nodiscard]] bool may_run(const Key& key) const;
  [[nodiscard]] bool is_full(const std::string& service) const;

  const std::filesystem::path file_;
  const Clock& clock_;
  const std::function<double()> jitter_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::uint64_t changes_ = 0;
  std::map<Key, Entry> entries_;
  std::map<Key, Instant> running_;  ///< with the time at which each began
  std::set<Key> rescheduled_;       ///< rescheduled by the service while they run
  std::set<std::string> paused_;
};

/// Returns the entries for `/status` and `locker status --json`, the next due first: `[{service, path, at,
/// paused, failures, last, result}]`.
[[nodiscard]] nlohmann::ordered_json schedule_object(const Schedule& schedule);

}  // namespace locker::serve
