#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/home.hpp"
#include "lib/http/message.hpp"

namespace locker::serve {

/// What is asked for, as far as it decides who may.
struct AccessRequest {
  std::string_view method;
  std::string_view target;  ///< path and query, not decoded
  const http::Headers& headers;
};

/// Who asks, or why that is refused.
struct Access {
  int status = 0;       ///< 0: allowed; else 401, 403 or 421
  std::string reason;   ///< of a refusal
  std::string service;  ///< the service whose capability was used; empty: a person
  std::string target;   ///< as it goes on, without the capability
};

/// What a service's process gets, for as long as it lives.
struct Grant {
  std::string url;  ///< core, with the capability in it
  std::string key;  ///< comes with all that core asks of it
};

/// Who may talk to core (forms, "Token"): the locker's token, a cookie from the one-time address, or a
/// service's capability; and only under core's own names, and from its own pages.
class AccessControl {
 public:
  struct Settings {
    std::string host;  ///< as in the base address
    int port = 0;
    bool no_auth = false;
  };
  /// Reads `<home>/token`, or makes it (0600).
  AccessControl(const Home& home, Settings settings);

  [[nodiscard]] Access check(const AccessRequest& request) const;

  /// `http://HOST:PORT`.
  [[nodiscard]] const std::string& base() const { return base_; }
  /// The address that signs a browser in, once.
  [[nodiscard]] std::string one_time_address() const;
  /// The `Set-Cookie` value for the key of the one-time address; absent if it is wrong or was used.
  [[nodiscard]] std::optional<std::string> sign_in(std::string_view key);

  /// A new `lockerUrl` for a service; its older one is dead.
  [[nodiscard]] Grant grant(const std::string& service);
  void revoke(const std::string& service);

  /// What of a request is the locker's alone, and no service's: token and cookie.
  void scrub(http::Headers& headers) const;
  /// What no service may say: a cookie of the locker's name.
  void clean_answer(http::Headers& headers) const;
  /// The text without token and capabilities.
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
