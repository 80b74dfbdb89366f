#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/sign_in.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// Records what responses report about the token: its scopes (`granted_scopes_header`) and its expiry
/// (`token_expiry_header`). Thread-safe.
class TokenHeaders final : public http::Transport {
 public:
  /// `ways` must outlive this object.
  TokenHeaders(http::Transport& inner, const connector::SignIn& ways) : inner_(inner), ways_(ways) {}
  http::Response send(const http::Request& request, const std::stop_token& stop) override;

  /// From the last 2xx or 304 response to a request with the token; absent: no response had the header.
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
