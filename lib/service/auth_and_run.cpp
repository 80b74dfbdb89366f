#include "lib/service/auth_and_run.hpp"

#include "lib/http/server/server.hpp"

namespace locker::service {

AuthAndRun::AuthAndRun(const Account& account, std::unique_ptr<Endpoints> sign_in,
                       std::unique_ptr<Endpoints> sync, std::function<void()> auth_complete)
    : account_(account),
      sign_in_(std::move(sign_in)),
      sync_(std::move(sync)),
      auth_complete_(std::move(auth_complete)),
      complete_(account.is_signed_in()) {}

void AuthAndRun::look() {
  const bool now = account_.is_signed_in();
  if (!complete_.exchange(now) && now) auth_complete_();
}

bool AuthAndRun::answer(http::Exchange& exchange) {
  return complete_ ? sync_->answer(exchange) : sign_in_->answer(exchange);
}

}  // namespace locker::service
