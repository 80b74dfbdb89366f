#pragma once

#include <functional>
#include <stop_token>
#include <thread>

#include "lib/http/server/connection.hpp"

namespace locker::http {

/// While it lives, somebody looks whether the other side of a connection is still there: work for it that
/// writes nothing for long would not notice.
class DisconnectWatcher {
 public:
  /// The connection must outlive it.
  explicit DisconnectWatcher(const Connection& connection, const std::stop_token& also = {});

  /// Asks for a stop once the other side has left: closed for good, or will send nothing more and was sent
  /// nothing for a moment either. The same once `also` is asked to stop.
  [[nodiscard]] std::stop_token token() const { return left_.get_token(); }

 private:
  void look(const Connection& connection, const std::stop_token& end);
  std::stop_source left_;
  std::stop_callback<std::function<void()>> also_;
  std::jthread thread_;
};

}  // namespace locker::http
