#include "lib/auth/new_tokens.hpp"

#include <utility>

#include "lib/base/error.hpp"

namespace locker::auth {
namespace {

/// Of a refresh: the service decided, so that asking again does not help.
bool is_refused(ErrorKind kind) {
  return kind == ErrorKind::gone || kind == ErrorKind::sign_in || kind == ErrorKind::malformed;
}

}  // namespace

NewTokens::NewTokens(TokenStore store, TokenEndpoint& endpoint, Credentials credentials, Clock& clock,
                     std::string sign_in_command)
    : store_(std::move(store)),
      endpoint_(endpoint),
      credentials_(std::move(credentials)),
      clock_(clock),
      command_(std::move(sign_in_command)) {}

NewTokens::~NewTokens() {
  if (is_staged_) store_.release_room();
}

Secret NewTokens::token(const std::stop_token&) { return credentials_.token.access; }

Secret NewTokens::replacement(const Secret&, const std::stop_token& stop) {
  require_refreshable();
  alone_ = store_.lock(clock_, stop);
  store_.make_room();
  is_staged_ = true;
  refresh(stop);
  store_.stage(credentials_);
  return credentials_.token.access;
}

void NewTokens::keep(const std::stop_token& stop) {
  if (!alone_) alone_ = store_.lock(clock_, stop);
  // First as it was staged: writing over it would leave a moment without a whole copy of the pair.
  if (std::exchange(is_staged_, false)) store_.place();
  store_.save(credentials_);
  alone_.reset();
}

Error NewTokens::not_taken(const std::string& why) const {
  return {ErrorKind::sign_in, "the service does not take this token" + why, "run \"" + command_ + "\""};
}

void NewTokens::require_refreshable() const {
  if (alone_) throw not_taken(", although it was just refreshed");
  if (credentials_.token.refresh.empty()) throw not_taken(", and there is none to refresh it with");
  if (credentials_.client.id.empty())
    throw not_taken(", and to refresh it the client id of its app is needed (--client-id)");
}

void NewTokens::refresh(const std::stop_token& stop) try {
  credentials_.token = endpoint_.refresh(credentials_.client, credentials_.token, clock_.now(), stop);
} catch (const Error& error) {
  store_.release_room();
  is_staged_ = false;
  if (is_refused(error.kind()))
    throw not_taken(", and it could not be refreshed (" + std::string(error.what()) + ")");
  throw;
}

}  // namespace locker::auth
