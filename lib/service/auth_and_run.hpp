#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "lib/service/account.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// Switches between two sets of endpoints: those of the sign-in until it is complete, then those of sync.
/// Signing out, also from a shell, switches back. Neither requires a new process.
class AuthAndRun final : public Endpoints {
 public:
  AuthAndRun(const Account& account, std::unique_ptr<Endpoints> sign_in, std::unique_ptr<Endpoints> sync,
             std::function<void()> auth_complete);

  /// Checks whether the user has signed in or out since the last call, and calls `auth_complete` after a new
  /// sign-in.
  void look();
  bool answer(http::Exchange& exchange) override;

 private:
  const Account& account_;
  const std::unique_ptr<Endpoints> sign_in_, sync_;
  const std::function<void()> auth_complete_;
  std::atomic<bool> complete_;
};

}  // namespace locker::service
