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

/// Applies changes that other processes make to a locker while it is served: a sign-in or a budget from a
/// shell, a service that `locker connectors` installed, updated or removed. Thread-safe.
class Reconciler {
 public:
  struct Parts {
    const Home& home;
    const Clock& clock;
    Services& services;
    Schedule& schedule;
    Supervisor& supervisor;
    Diary& diary;
    std::function<void(const std::string& id)> deafen;  ///< removes the listeners of a service that was
                                                        ///< removed
  };
  explicit Reconciler(Parts parts) : parts_(std::move(parts)) {}

  /// To be called after each write to the archive. Reads `Me/` once for accounts and services.
  void reconcile();
  /// Schedules installed services, and stops the processes of updated and removed ones.
  void reconcile_services() { reconcile_services(parts_.services.installed()); }

 private:
  void reconcile_accounts(const std::vector<Service>& all);
  void reconcile_services(const std::vector<Service>& all);
  void end_removed();

  const Parts parts_;
  std::mutex mutex_;
  std::map<std::string, std::string> installed_;  ///< the `installed` time of each known service
};

}  // namespace locker::serve
