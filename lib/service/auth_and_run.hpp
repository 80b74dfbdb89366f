#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// Which endpoints are there when: those of sign-in until that is complete, those of sync from then on.
/// Signing out, from a shell too, brings the former back; neither way needs a new process.
class AuthAndRun final : public Endpoints {
 public:
  AuthAndRun(const Account& account, std::unique_ptr<Endpoints> sign_in, std::unique_ptr<Endpoints> sync,
             std::function<void()> auth_complete);

  /// Looks whether someone signed in or out. A sign-in that was not there before is complete now.
  void look();
  bool answer(http::Exchange& exchange) override;

 private:
  const Account& account_;
  const std::unique_ptr<Endpoints> sign_in_, sync_;
  const std::function<void()> auth_complete_;
  std::atomic<bool> complete_;
};

}  // namespace locker::service
