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

/// What a person began on the form: good once, for the code that comes back with its state.
struct PendingSignIn {
  auth::Client client;
  std::string budget;
  auth::Pkce pkce;
  Instant until;
};

/// Those under way, in memory alone, so that no secret is written before the service took it. A bounded
/// number of them: a page that is loaded again and again fills nothing.
class PendingSignIns {
 public:
  void add(const std::string& state, PendingSignIn begun, Instant now);
  /// Absent for a state that none was begun with, that was taken already, or whose time is over.
  [[nodiscard]] std::optional<PendingSignIn> take(const std::string& state, Instant now);

 private:
  std::mutex mutex_;
  std::map<std::string, PendingSignIn> pending_;
};

}  // namespace locker::service
