#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "lib/http/server/exchange.hpp"

namespace locker::http {

struct ServerSettings {
  std::string host = "127.0.0.1";
  int port = 0;                                     ///< 0: any free one
  int socket = -1;                                  ///< already listening (socket activation); -1: none
  std::size_t head_limit = 64 * 1024;               ///< bytes; beyond: 431
  std::chrono::milliseconds idle{75'000};           ///< between two requests of a connection
  std::chrono::milliseconds head_patience{10'000};  ///< for a head to come whole
  std::chrono::milliseconds patience{60'000};       ///< for each read and write
  /// Fewer where the process may not open two files for each. Beyond it a new connection takes the place of
  /// the one that has waited longest for a request; if all are busy it is answered 503.
  std::size_t most_connections = 2'000;
  /// Is told what a handler threw that is no Error: its client is not. From any thread.
  std::function<void(const std::string& what)> on_fault = [](const std::string&) {};
};

/// Takes that port before there is a server to answer there: a socket for its settings. Throws
/// Error{internal} naming the port if it is taken.
[[nodiscard]] int listen_at(const std::string& host, int port);

/// An HTTP/1.1 server (RFC 9110, RFC 9112): a thread for each connection, each request handed to
/// one handler, in order. What a handler throws becomes a JSON error.
class Server {
 public:
  using Handler = std::function<void(Exchange&)>;

  /// Listens, so that its port is known; what comes waits until start(). Throws Error{internal} naming
  /// the port if it is taken.
  explicit Server(const ServerSettings& settings);
  Server(const ServerSettings& settings, Handler handler) : Server(settings) { start(std::move(handler)); }
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start(Handler handler);
  [[nodiscard]] int port() const;
  /// How many connections have a place at once, on this machine.
  [[nodiscard]] std::size_t places() const;
  /// Takes no more connections; requests under way get `grace` to end, those whose client takes nothing at
  /// the moment `stalled_grace`. Then they are broken off.
  void stop(std::chrono::milliseconds grace, std::chrono::milliseconds stalled_grace);
  void stop(std::chrono::milliseconds grace) { stop(grace, grace); }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// `{"error":{"kind","message"}}`, with `more` members beside them.
[[nodiscard]] std::string error_body(std::string_view kind, std::string_view message,
                                     const Parameters& more = {});

}  // namespace locker::http
