#include "lib/serve/reconciler.hpp"

#include <utility>

#include "lib/base/error.hpp"
#include "lib/serve/account_schedule.hpp"

namespace locker::serve {

void Reconciler::reconcile() {
  const std::vector<Service> all = parts_.services.installed();
  reconcile_accounts(all);
  reconcile_services(all);
}

void Reconciler::reconcile_accounts(const std::vector<Service>& all) {
  try {
    schedule_accounts(parts_.schedule, all, parts_.home, parts_.clock.now());
  } catch (const Error& error) {
    parts_.diary.write(kCoreItself, std::string("the schedule of accounts stays as it is: ") + error.what());
  }
}

void Reconciler::reconcile_services(const std::vector<Service>& all) {
  schedule_manifests(parts_.schedule, all);
  end_removed();
  const std::lock_guard guard(mutex_);
  for (const auto& service : all) {
    const std::string time = text_of(service.me, "installed");
    const auto [known, is_new] = installed_.try_emplace(service.id, time);
    if (!is_new && std::exchange(known->second, time) != time) parts_.supervisor.stop(service.id);
  }
}

void Reconciler::end_removed() {
  for (const auto& id : parts_.services.take_removed()) {
    parts_.supervisor.stop(id);
    parts_.schedule.remove_all(id);
    parts_.deafen(id);
    const std::lock_guard guard(mutex_);
    installed_.erase(id);
  }
}

}  // namespace locker::serve
