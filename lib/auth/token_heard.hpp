#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/sign_in.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// Notes what a service says of the token with each answer: its scopes (`granted_scopes_header`) and its end
/// (`token_expiry_header`), as far as there are such headers. May be used by many threads.
class TokenHeard final : public http::Transport {
 public:
  /// `ways` outlives it.
  TokenHeard(http::Transport& inner, const connector::SignIn& ways) : inner_(inner), ways_(ways) {}
  http::Response send(const http::Request& request, const std::stop_token& stop) override;

  /// Of the last 2xx or 304 answer to a request with the token that said it; absent: none did.
  [[nodiscard]] std::optional<std::vector<std::string>> scopes() const;
  [[nodiscard]] std::optional<Instant> expires() const;

 private:
  mutable std::mutex mutex_;
  http::Transport& inner_;
  const connector::SignIn& ways_;
  std::optional<std::vector<std::string>> scopes_;
  std::optional<Instant> expires_;
};

}  // namespace locker::auth
