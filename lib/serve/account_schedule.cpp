#include "lib/serve/account_schedule.hpp"

#include <algorithm>
#include <map>

#include "lib/auth/account_settings.hpp"
#include "lib/base/error.hpp"
#include "lib/serve/state/declared_calls.hpp"
#include "lib/sign_in_state/sign_in_state.hpp"
#include "lib/store/status.hpp"

namespace locker::serve {
namespace {

using Budgets = std::map<std::string, std::optional<std::int64_t>>;

Budgets budgets_of(const Home& home) {
  if (!home.exists()) return {};
  return store::budgets(store::Database::open_for_reading(home));
}

void schedule_account(Schedule& schedule, const Service& account, const Home& home, bool has_budget,
                      Instant now) {
  const bool is_signed_in = auth::sign_in_state(home, account.id, now).signed_in;
  const auto choice = auth::load_settings(home, account.id).value_or(auth::AccountSettings{}).streams;
  for (const auto& stream : account.native->streams) {
    const bool wanted =
        is_signed_in && auth::is_chosen(stream, choice) && (stream.price.each == 0 || has_budget);
    if (wanted)
      schedule.every(account.id, "/" + stream.name, std::chrono::seconds(stream.interval_s));
    else
      schedule.remove(account.id, "/" + stream.name);
  }
}

}  // namespace

void schedule_accounts(Schedule& schedule, const std::vector<Service>& installed, const Home& home,
                       Instant now) {
  const Budgets budgets = budgets_of(home);
  for (const auto& service : installed) {
    if (!service.native) continue;
    const auto budget = budgets.find(service.id);
    try {
      schedule_account(schedule, service, home, budget != budgets.end() && budget->second, now);
    } catch (const Error&) {
      // Its me.json is malformed: the existing schedule remains, and its calls report the error.
    }
  }
}

void schedule_manifests(Schedule& schedule, const std::vector<Service>& installed) {
  const auto before = schedule.entries();
  for (const auto& service : installed) {
    if (service.native) continue;
    const auto stated =
        declared_calls(service.me, [](const std::string&) {});  // reported when the manifest was read
    for (const auto& [path, interval] : stated) schedule.every(service.id, path, interval);
    for (const auto& entry : before)
      if (entry.service == service.id && entry.interval.count() > 0 && !stated.contains(entry.path))
        schedule.remove(entry.service, entry.path);
  }
}

}  // namespace locker::serve
