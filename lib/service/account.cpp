#include "lib/service/account.hpp"

#include <algorithm>
#include <filesystem>

#include "lib/sign_in_state/sign_in_state.hpp"
#include "lib/store/status.hpp"

namespace locker::service {

void Account::enter(const ProcessInfo& info, const Home& usual_home) {
  id_ = info.id.empty() ? connector_.id : info.id;
  base_ = info.base;
  home_ = info.home.empty() ? usual_home : Home(info.home);
  std::error_code error;
  std::filesystem::current_path(info.working_directory, error);
  if (error)
    throw Error(ErrorKind::internal, info.working_directory + " cannot be entered: " + error.message());
}

std::string Account::uri(const std::string& path) const { return base_ + "/Me/" + id_ + "/" + path; }

bool Account::is_signed_in() const { return auth::sign_in_state(home_, id_, now()).signed_in; }

auth::AccountSettings Account::me() const {
  return auth::load_settings(home_, id_).value_or(auth::AccountSettings{});
}

bool Account::wants(const connector::Stream& stream) const {
  const auto chosen = me().streams;
  return chosen ? std::ranges::find(*chosen, stream.name) != chosen->end() : stream.on_by_default;
}

bool Account::is_charged_without_budget(const connector::Stream& stream) const {
  if (stream.price.each == 0) return false;
  if (!home_.exists()) return true;
  const auto budgets = store::budgets(store::Database::open_for_reading(home_));
  const auto own = budgets.find(id_);
  return own == budgets.end() || !own->second;
}

}  // namespace locker::service
