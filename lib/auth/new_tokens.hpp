#pragma once

#include <optional>
#include <string>

#include "lib/auth/token_endpoint.hpp"
#include "lib/auth/token_source.hpp"
#include "lib/auth/token_store.hpp"
#include "lib/base/clock.hpp"
#include "lib/base/file_lock.hpp"

namespace locker::auth {

/// The tokens of a sign-in that is not stored yet. A refused access token, such as a pasted one that has
/// expired, is refreshed once, under the account's token lock. The new pair is on the disk before it is used,
/// but replaces those in place only by keep(): a sign-in that fails leaves them as they were. The new pair of
/// a process that dies in between is placed by the next process that takes the lock.
class NewTokens final : public TokenSource {
 public:
  /// `endpoint` and `clock` must outlive this object. `sign_in_command` is the hint where nothing else helps.
  NewTokens(TokenStore store, TokenEndpoint& endpoint, Credentials credentials, Clock& clock,
            std::string sign_in_command);
  ~NewTokens() override;
  NewTokens(const NewTokens&) = delete;
  NewTokens& operator=(const NewTokens&) = delete;

  Secret token(const std::stop_token& stop) override;
  Secret replacement(const Secret& refused, const std::stop_token& stop) override;

  [[nodiscard]] Credentials& credentials() { return credentials_; }
  /// Stores the credentials.
  void keep(const std::stop_token& stop);

 private:
  [[nodiscard]] Error not_taken(const std::string& why) const;
  void require_refreshable() const;
  void refresh(const std::stop_token& stop);

  TokenStore store_;
  TokenEndpoint& endpoint_;
  Credentials credentials_;
  Clock& clock_;
  std::string command_;
  std::optional<FileLock> alone_;  ///< from the refresh on
  bool is_staged_ = false;
};

}  // namespace locker::auth
