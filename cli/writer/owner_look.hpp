#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/context.hpp"
#include "lib/auth/token.hpp"
#include "lib/http/transport.hpp"
#include "lib/sync/profile_look.hpp"

namespace locker::cli {

/// Whose a token is, asked of the service before the token is kept. What is referred to outlives it.
class OwnerLook {
 public:
  OwnerLook(const connector::Descriptor& connector, const std::string& account, store::Writer& writer,
            http::Transport& transport, Context& context);

  /// Also learns what the token may read and when it ends, where the service says so with each answer.
  /// Absent where the service cannot say it now: the first sync asks again. Throws Error{sign_in} for a token
  /// that is refused.
  std::optional<sync::Identity> take(auth::Token& token);

  /// Enters what take() cost into the account's ledger, which is there by now; with `keeps_profile` what it
  /// showed is stored as well.
  void enter_into_ledger(bool keeps_profile);

 private:
  void could_not(const Error& error);

  const connector::Descriptor& connector_;
  const std::string& account_;
  store::Writer& writer_;
  http::Transport& transport_;
  Context& context_;
  std::unique_ptr<sync::Connector> behaviour_;
  std::optional<sync::ProfileLook> look_;
  std::optional<Error> unreadable_;  ///< what was wrong with the answer
  std::int64_t sent_ = 0;            ///< for an answer that was none
};

}  // namespace locker::cli
