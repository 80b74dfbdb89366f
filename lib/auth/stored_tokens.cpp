#include "lib/auth/stored_tokens.hpp"

#include "lib/base/error.hpp"

namespace locker::auth {
namespace {

/// A token that could expire in transit is not used.
constexpr std::chrono::seconds kMargin{10};

bool has_expired(const Token& token, Instant now) { return token.expires && *token.expires - now < kMargin; }

std::string hint_at(const std::string& command) { return "run \"" + command + "\""; }

Credentials stored(const TokenStore& store, const std::string& command) {
  if (auto credentials = store.load()) return std::move(*credentials);
  throw Error(ErrorKind::sign_in, store.account() + ": not signed in", hint_at(command));
}

Error not_refreshed(const TokenStore& store, const std::string& why, const std::string& command) {
  return {ErrorKind::sign_in,
          store.account() + ": access token expired and could not be refreshed (" + why + ")",
          hint_at(command)};
}

/// Requests new tokens, but only after reserving disk space for them: the request invalidates the old ones.
Token refreshed(const TokenStore& store, TokenEndpoint& endpoint, const Credentials& credentials, Instant now,
                const std::stop_token& stop) {
  store.make_room();
  try {
    return endpoint.refresh(credentials.client, credentials.token, now, stop);
  } catch (...) {
    store.release_room();
    throw;
  }
}

/// Uses up the refresh token. The caller must hold the lock, and have read `credentials` while holding it.
void refresh_under_lock(const TokenStore& store, TokenEndpoint& endpoint, Credentials& credentials,
                        Instant now, const std::string& command, const std::stop_token& stop) {
  if (credentials.token.refresh.empty())
    throw Error(
        ErrorKind::sign_in,
        store.account() + ": the access token is no longer good, and there is none to refresh it with",
        hint_at(command));
  try {
    credentials.token = refreshed(store, endpoint, credentials, now, stop);
    credentials.ended.reset();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::gone) {
      credentials.ended = EndedSignIn{now, error.what()};
      store.save(credentials);
    } else if (error.kind() != ErrorKind::sign_in && error.kind() != ErrorKind::malformed) {
      throw;
    }
    throw not_refreshed(store, error.what(), command);
  }
  store.save(credentials);
}

/// Throws if the sign-in was revoked or expired for good, so that it is not requested again.
void require_not_ended(const TokenStore& store, const Credentials& credentials, const std::string& command) {
  if (!credentials.ended) return;
  throw Error(ErrorKind::sign_in,
              store.account() + ": the sign-in ended on " + format_rfc3339(credentials.ended->time) + " (" +
                  credentials.ended->reason + ")",
              hint_at(command));
}

class StoredTokens final : public TokenSource {
 public:
  StoredTokens(TokenStore store, TokenEndpoint endpoint, Clock& clock, std::string command)
      : store_(std::move(store)),
        endpoint_(std::move(endpoint)),
        clock_(clock),
        command_(std::move(command)) {}

  Secret token(const std::stop_token& stop) override {
    if (!known_ || has_expired(*known_, clock_.now())) {
      const Credentials credentials = stored(store_, command_);
      require_not_ended(store_, credentials, command_);
      known_ = credentials.token;
      if (has_expired(*known_, clock_.now()))
        replace([this](const Token& token) { return has_expired(token, clock_.now()); }, stop);
    }
    return known_->access;
  }

  Secret replacement(const Secret& refused, const std::stop_token& stop) override {
    replace([&](const Token& token) { return token.access.reveal() == refused.reveal(); }, stop);
    return known_->access;
  }

 private:
  template <class IsBad>
  void replace(IsBad is_bad, const std::stop_token& stop) {
    const FileLock alone = store_.lock(clock_, stop);
    Credentials credentials = stored(store_, command_);
    require_not_ended(store_, credentials, command_);
    if (is_bad(credentials.token)) refresh(credentials, stop);
    known_ = credentials.token;
  }

  /// A failed refresh may have used up the refresh token, so it is not repeated for each stream.
  void refresh(Credentials& credentials, const std::stop_token& stop) {
    if (failed_) throw *failed_;
    try {
      refresh_under_lock(store_, endpoint_, credentials, clock_.now(), command_, stop);
    } catch (const Error& error) {
      failed_ = error;
      throw;
    }
  }

  TokenStore store_;
  TokenEndpoint endpoint_;
  Clock& clock_;
  std::string command_;
  std::optional<Token> known_;
  std::optional<Error> failed_;
};

}  // namespace

std::unique_ptr<TokenSource> make_stored_tokens(TokenStore store, TokenEndpoint endpoint, Clock& clock,
                                                std::string sign_in_command) {
  return std::make_unique<StoredTokens>(std::move(store), std::move(endpoint), clock,
                                        std::move(sign_in_command));
}

void refresh_now(const TokenStore& store, TokenEndpoint& endpoint, Clock& clock,
                 const std::string& sign_in_command, const std::stop_token& stop) {
  const FileLock alone = store.lock(clock, stop);
  Credentials credentials = stored(store, sign_in_command);
  refresh_under_lock(store, endpoint, credentials, clock.now(), sign_in_command, stop);
}

}  // namespace locker::auth
