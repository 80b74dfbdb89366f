#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/base/clock.hpp"

namespace locker::http {

/// Listens on a loopback address for the one redirect that ends a sign-in in the browser
/// (RFC 8252 section 7.3). Only that path is answered; the answer holds nothing of the request.
class CallbackServer {
 public:
  /// `redirect_uri` is `http://127.0.0.1:PORT/path` or one on localhost. Throws Error{usage} for any
  /// other, Error{internal} naming the port if it is taken.
  explicit CallbackServer(const std::string& redirect_uri);
  ~CallbackServer();
  CallbackServer(const CallbackServer&) = delete;
  CallbackServer& operator=(const CallbackServer&) = delete;

  /// The query of the first request that carries `code` or `error`; absent if none came before
  /// `deadline`. Throws Error{interrupted} after a stop.
  [[nodiscard]] std::optional<std::string> wait(Clock& clock, Instant deadline, const std::stop_token& stop);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::http
