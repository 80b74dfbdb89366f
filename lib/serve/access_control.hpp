#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/home.hpp"
#include "lib/http/message.hpp"

namespace locker::serve {

/// The parts of a request that decide whether it is allowed.
struct AccessRequest {
  std::string_view method;
  std::string_view target;  ///< path and query, not decoded
  const http::Headers& headers;
};

/// The result of the check: the caller, or why the request is refused.
struct Access {
  int status = 0;       ///< 0: allowed; else 401, 403 or 421
  std::string reason;   ///< reason of a refusal
  std::string service;  ///< the service whose capability was used; empty: a user
  std::string target;   ///< the target to process, without the capability
};

/// The credentials of a service's process, valid for its lifetime.
struct Grant {
  std::string url;  ///< core's URL with the service's capability
  std::string key;  ///< sent with each of core's requests to the service
};

/// Controls access to core (forms, "Token"): by the locker's token, the cookie from the one-time address, or
/// a service's capability; only under core's own host names, and only from its own pages.
class AccessControl {
 public:
  struct Settings {
    std::string host;  ///< as in the base address
    int port = 0;
    bool no_auth = false;
  };
  /// Reads `<home>/token`, or creates it (mode 0600).
  AccessControl(const Home& home, Settings settings);

  [[nodiscard]] Access check(const AccessRequest& request) const;

  /// Returns `http://HOST:PORT`.
  [[nodiscard]] const std::string& base() const { return base_; }
  [[nodiscard]] int port() const { return settings_.port; }
  /// Returns the URL that signs a browser in; it works once.
  [[nodiscard]] std::string one_time_address() const;
  /// Returns the `Set-Cookie` value for the key of the one-time address; absent if the key is wrong or was
  /// used.
  [[nodiscard]] std::optional<std::string> sign_in(std::string_view key);

  /// Creates a new `lockerUrl` for a service and revokes the previous one.
  [[nodiscard]] Grant grant(const std::string& service);
  void revoke(const std::string& service);

  /// Removes the locker's own credentials, which no service may see, from a request's headers: the token and
  /// the cookie.
  void scrub(http::Headers& headers) const;
  /// Removes from a response's headers what no service may set: a cookie with the locker's cookie name.
  void scrub_response(http::Headers& headers) const;
  /// Returns the text with tokens, keys and capabilities replaced.
  [[nodiscard]] std::string hidden(std::string text) const;

 private:
  [[nodiscard]] bool is_own_host(std::string_view host) const;
  [[nodiscard]] bool is_own_origin(std::string_view origin) const;
  [[nodiscard]] bool has_token(const http::Headers& headers) const;
  [[nodiscard]] bool has_cookie(const http::Headers& headers) const;
  [[nodiscard]] Access check_service(const AccessRequest& request) const;

  Settings settings_;
  std::string base_, token_, cookie_name_, cookie_;
  mutable std::mutex mutex_;
  std::string one_time_key_;  ///< empty: used
  struct Granted {
    std::string service, key;
  };
  std::map<std::string, Granted> services_;  ///< by capability
};

}  // namespace locker::serve
