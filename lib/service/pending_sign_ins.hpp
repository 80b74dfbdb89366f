#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "lib/auth/pkce.hpp"
#include "lib/auth/token.hpp"
#include "lib/base/time.hpp"

namespace locker::service {

/// A sign-in that the user started on the form. Valid once, for the code that is returned with its state.
struct PendingSignIn {
  auth::Client client;
  std::string budget;
  auth::Pkce pkce;
  Instant until;
};

/// The sign-ins in progress, in memory only, so that no secret is written before the service has accepted it.
/// Their number is limited, so that repeated requests cannot fill the memory.
class PendingSignIns {
 public:
  void add(const std::string& state, PendingSignIn begun, Instant now);
  /// Absent if the state is unknown, was taken already, or has expired.
  [[nodiscard]] std::optional<PendingSignIn> take(const std::string& state, Instant now);

 private:
  std::mutex mutex_;
  std::map<std::string, PendingSignIn> pending_;
};

}  // namespace locker::service
