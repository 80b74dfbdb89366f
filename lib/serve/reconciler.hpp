#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/serve/process/supervisor.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// What others than core change in a locker while it runs: a sign-in or a budget from a shell, a service that
/// `locker connectors` put in, renewed or took out. For any thread.
class Reconciler {
 public:
  struct Parts {
    const Home& home;
    const Clock& clock;
    Services& services;
    Schedule& schedule;
    Supervisor& supervisor;
    Diary& diary;
    std::function<void(const std::string& id)> deafen;  ///< a service that is gone
  };
  explicit Reconciler(Parts parts) : parts_(std::move(parts)) {}

  /// Whenever the archive was written. What lies in `Me/` is read once for all of it.
  void reconcile();
  /// What was put in is scheduled; of what was renewed no old code runs on, and of what was taken out none.
  void reconcile_services() { reconcile_services(parts_.services.installed()); }

 private:
  void reconcile_accounts(const std::vector<Service>& all);
  void reconcile_services(const std::vector<Service>& all);
  void end_removed();

  const Parts parts_;
  std::mutex mutex_;
  std::map<std::string, std::string> installed_;  ///< when each service was put in, as far as it is known
};

}  // namespace locker::serve
