#pragma once

#include <functional>
#include <stop_token>
#include <thread>

#include "lib/http/server/connection.hpp"

namespace locker::http {

/// Watches, while it lives, whether the peer of a connection is still there: work for it that writes nothing
/// for a long time would not notice otherwise.
class DisconnectWatcher {
 public:
  /// The connection must outlive this object. A stop request of `also` is passed on to token().
  explicit DisconnectWatcher(const Connection& connection, const std::stop_token& also = {});

  /// Returns a token that is stopped once the peer has gone: it closed the connection, or shut down its
  /// sending side and was sent nothing for a moment.
  [[nodiscard]] std::stop_token token() const { return left_.get_token(); }

 private:
  void look(const Connection& connection, const std::stop_token& end);
  std::stop_source left_;
  std::stop_callback<std::function<void()>> also_;
  std::jthread thread_;
};

}  // namespace locker::http
