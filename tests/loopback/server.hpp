#pragma once

#include <functional>
#include <memory>
#include <string>

#include "loopback/message.hpp"

namespace loopback {

/// An HTTP server at 127.0.0.1, from construction to destruction. All methods and paths are passed to one
/// handler, which is called from several threads. A stalled response waits for `let_go`.
class Server {
 public:
  using Handler = std::function<Reply(const Call&)>;
  /// Port 0: any free one. Throws std::runtime_error if the port is not available.
  explicit Server(Handler handler, int port = 0);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string base() const;  ///< http://127.0.0.1:port
  void let_go();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopback
