#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/context.hpp"
#include "lib/auth/new_tokens.hpp"
#include "lib/http/transport.hpp"
#include "lib/sync/profile_request.hpp"

namespace locker::cli {

/// Asks the service whose a token is before the token is stored. All arguments must outlive this object.
class OwnerLookup {
 public:
  OwnerLookup(const connector::Descriptor& connector, const std::string& account, http::Transport& transport,
            Context& context);

  /// Returns the token's owner; also sets the token's scopes and expiry time if the service reports them with
  /// each response. `dialect` is the one stored for the account. Absent if the service cannot report the owner
  /// now: the first sync asks again. Throws Error{sign_in} for a token that is refused.
  std::optional<sync::Identity> take(auth::NewTokens& tokens, const std::string& dialect);

  /// Stores the dialect that take() learned, and adds its cost to the ledger of the account, which must exist
  /// by now. With `keeps_profile` the profile that it returned is stored as well.
  void keep(store::Writer& writer, bool keeps_profile);

 private:
  void note_failure(const Error& error);

  const connector::Descriptor& connector_;
  const std::string& account_;
  http::Transport& transport_;
  Context& context_;
  std::unique_ptr<sync::Connector> behaviour_;
  std::optional<sync::ProfileResponse> look_;
  std::optional<std::string> dialect_;  ///< learned by take()
  std::optional<Error> unreadable_;     ///< what was wrong with the response
  std::int64_t sent_ = 0;               ///< requests sent for an unreadable response
};

}  // namespace locker::cli
