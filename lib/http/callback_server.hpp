#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/base/clock.hpp"

namespace locker::http {

/// Listens on a loopback address for the redirect that ends a sign-in in the browser (RFC 8252 section 7.3).
/// Only the redirect URI's path is served; the response contains nothing from the request.
class CallbackServer {
 public:
  /// `redirect_uri`: `http://127.0.0.1:PORT/path`, or the same on localhost. Throws Error{usage} for any
  /// other, and Error{internal} naming the port if it is in use.
  explicit CallbackServer(const std::string& redirect_uri);
  ~CallbackServer();
  CallbackServer(const CallbackServer&) = delete;
  CallbackServer& operator=(const CallbackServer&) = delete;

  /// Waits for the first request with `code` or `error` and returns its query; absent if none came before
  /// `deadline`. Throws Error{interrupted} after a stop request.
  [[nodiscard]] std::optional<std::string> wait(Clock& clock, Instant deadline, const std::stop_token& stop);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::http
