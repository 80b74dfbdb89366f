#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/http/server/exchange.hpp"

namespace locker::http {

struct ServerSettings {
  std::string host = "127.0.0.1";                   ///< as for listen_at()
  int port = 0;                                     ///< 0: any free port
  std::vector<int> sockets{};                       ///< that already listen; empty: listens at host and port
  std::size_t head_limit = 64 * 1024;               ///< bytes; larger heads get a 431
  std::chrono::milliseconds idle{75'000};           ///< timeout between two requests on a connection
  std::chrono::milliseconds head_patience{10'000};  ///< timeout for a complete head
  std::chrono::milliseconds patience{60'000};       ///< timeout of each read and write
  /// Lowered if the process may not open two files per connection. At the limit a new connection displaces
  /// the one that has been idle for longest; if all are busy, it gets a 503.
  std::size_t most_connections = 2'000;
  /// Receives the text of an exception from a handler that is no Error; the client is not shown it. Called
  /// from any thread.
  std::function<void(const std::string& what)> on_fault = [](const std::string&) {};
};

/// Binds the port before there is a server, and returns the sockets for ServerSettings. `localhost` is each
/// loopback address that the machine has, at one port, because clients try ::1 or 127.0.0.1 first: another
/// program must not be there. Throws Error{internal} naming the port if it is in use.
[[nodiscard]] std::vector<int> listen_at(const std::string& host, int port);

/// An HTTP/1.1 server (RFC 9110, RFC 9112) with one thread per connection. Requests of a connection are
/// passed to the handler in order. An exception from the handler becomes a JSON error.
class Server {
 public:
  using Handler = std::function<void(Exchange&)>;

  /// Listens, so that the port is known; connections wait until start(). Throws Error{internal} naming the
  /// port if it is in use.
  explicit Server(const ServerSettings& settings);
  Server(const ServerSettings& settings, Handler handler) : Server(settings) { start(std::move(handler)); }
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start(Handler handler);
  [[nodiscard]] int port() const;
  /// Returns the connection limit on this machine.
  [[nodiscard]] std::size_t places() const;
  /// Accepts no more connections, waits up to `grace` for requests in progress, up to `stalled_grace` for
  /// those whose client currently accepts no data, then aborts them.
  void stop(std::chrono::milliseconds grace, std::chrono::milliseconds stalled_grace);
  void stop(std::chrono::milliseconds grace) { stop(grace, grace); }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Returns `{"error":{"kind","message"}}`, with the members of `more` added to the inner object.
[[nodiscard]] std::string error_body(std::string_view kind, std::string_view message,
                                     const Parameters& more = {});

}  // namespace locker::http
