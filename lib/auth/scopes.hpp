#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/connector/sign_in.hpp"
#include "lib/http/transport.hpp"

namespace locker::auth {

/// What was granted, and what that includes.
[[nodiscard]] std::vector<std::string> with_included(const connector::SignIn& ways,
                                                     std::vector<std::string> granted);

/// What of `wanted` was not granted, nor is included in it.
[[nodiscard]] std::vector<std::string> missing_of(const std::vector<std::string>& wanted,
                                                  const connector::SignIn& ways,
                                                  const std::vector<std::string>& granted);

/// Notes what a service says with each answer of the scopes of the token (`granted_scopes_header`).
class ScopesHeard final : public http::Transport {
 public:
  /// Without a header's name nothing is heard.
  ScopesHeard(http::Transport& inner, std::string header) : inner_(inner), header_(std::move(header)) {}
  http::Response send(const http::Request& request, const std::stop_token& stop) override;

  /// Of the last 2xx answer; absent: it did not say.
  [[nodiscard]] const std::optional<std::vector<std::string>>& scopes() const { return scopes_; }

 private:
  http::Transport& inner_;
  std::string header_;
  std::optional<std::vector<std::string>> scopes_;
};

}  // namespace locker::auth
