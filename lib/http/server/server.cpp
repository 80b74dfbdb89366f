#include "lib/http/server/server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <list>
#include <mutex>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "lib/base/error.hpp"
#include "lib/http/server/connections.hpp"
#include "lib/http/server/status_of.hpp"

namespace locker::http {
namespace {

/// Threads beyond the connection limit, for connections that are being closed.
constexpr std::size_t kMostClosing = 500;
/// File descriptors reserved for other purposes than connections. Each connection may need a second one, to a
/// service.
constexpr std::size_t kOtherDescriptors = 200;
constexpr std::size_t kFewestConnections = 16;
constexpr int kBacklog = 4'096;
/// The error kind and the Retry-After, in seconds, of a response to a request for which there was no room.
constexpr std::string_view kBusy = "busy";
constexpr char kRetryAfter[] = "1";

/// Limits the connections to what the process may open.
std::size_t most_connections(std::size_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  const std::size_t pairs = files.rlim_cur > kOtherDescriptors ? (files.rlim_cur - kOtherDescriptors) / 2 : 0;
  return std::min(wanted, std::max(pairs, kFewestConnections));
}

/// True in a thread that was started for one connection.
thread_local bool runs_one_connection = false;

/// Runs each connection in its own thread: an event stream or a slow service occupies one for hours.
class ThreadForEach : public httplib::TaskQueue {
 public:
  explicit ThreadForEach(std::size_t most) : most_(most) {}
  void enqueue(std::function<void()> work) override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return running_ < most_; });
    ++running_;
    try {
      std::thread([this, work] { run(work); }).detach();
    } catch (const std::system_error&) {
      --running_;
      lock.unlock();
      work();  // refuses the connection on this thread
    }
  }
  void shutdown() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return running_ == 0; });
  }

 private:
  void run(const std::function<void()>& work) {
    runs_one_connection = true;
    work();
    const std::lock_guard guard(mutex_);
    --running_;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  const std::size_t most_;
  std::size_t running_ = 0;
};

/// httplib only listens and accepts. Requests are read by our own code, because a proxy must see them as they
/// were sent (design 9 lists what the library does to them).
class Listener : public httplib::Server {
 public:
  Listener(std::size_t most_threads, std::function<void(int)> serve, std::function<void(int)> refuse)
      : serve_(std::move(serve)), refuse_(std::move(refuse)) {
    new_task_queue = [most_threads] { return new ThreadForEach(most_threads); };
    set_socket_options([](socket_t socket) {
      // Not SO_REUSEPORT, the library's default: another program that uses this port must be detected.
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
  }

  /// Returns false if the address is taken, or is not one of this machine.
  [[nodiscard]] bool bind(const std::string& host, int port) {
    return port == 0 ? bind_to_any_port(host) >= 0 : bind_to_port(host, port);
  }

  /// Takes over a socket that listens.
  void adopt(int socket) {
    svr_sock_ = socket;
    fcntl(svr_sock_, F_SETFD, FD_CLOEXEC);
    ::listen(svr_sock_, kBacklog);
  }

  /// Hands over the socket; the caller must close it.
  [[nodiscard]] int release() { return svr_sock_.exchange(INVALID_SOCKET); }

  /// Closes the socket of a listener that never ran: the library closes it only after accepting.
  void close_unused() { ::close(release()); }

 private:
  bool process_and_close_socket(socket_t socket) override {
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    runs_one_connection ? serve_(socket) : refuse_(socket);
    return true;
  }
  std::function<void(int)> serve_, refuse_;
};

/// A socket with the thread that accepts its connections.
struct Accepting {
  std::unique_ptr<Listener> listener;
  std::atomic<bool> is_running = true;
  std::jthread thread{};

  void start() {
    thread = std::jthread([this] {
      listener->listen_after_bind();
      is_running = false;
    });
  }
  void stop() const {
    if (!thread.joinable()) return listener->close_unused();
    // A stop before the loop runs would be lost.
    while (!listener->is_running() && is_running) std::this_thread::yield();
    listener->stop();
  }
};

int bound_port(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                             : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

/// Returns -1 if that is impossible.
int try_to_listen_at(const std::string& host, int port) {
  Listener listener(1, {}, {});
  if (!listener.bind(host, port)) return -1;
  const int socket = listener.release();
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  return socket;
}

[[noreturn]] void refuse_port(const std::string& host, int port) {
  throw Error(ErrorKind::internal,
              "port " + std::to_string(port) + " of " + host +
                  " is taken by another program, or cannot be listened at",
              "stop that program, or choose another port with --port");
}

constexpr char kLoopback4[] = "127.0.0.1", kLoopback6[] = "::1";

/// True if the machine has no ::1, like many containers; false also if that cannot be learned.
bool lacks_second_loopback() {
  const int socket = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return errno == EAFNOSUPPORT;
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const bool is_absent =
      ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 && errno == EADDRNOTAVAIL;
  close(socket);
  return is_absent;
}

/// Returns sockets at both loopback addresses; empty if another program has the port at the second one.
std::vector<int> listen_at_both(int port) {
  const int first = try_to_listen_at(kLoopback4, port);
  if (first < 0) refuse_port(kLoopback4, port);
  const int second = try_to_listen_at(kLoopback6, bound_port(first));
  if (second >= 0) return {first, second};
  close(first);
  return {};
}

std::vector<int> listen_at_localhost(int port) {
  // A free port of one address may be taken at the other.
  constexpr int kMostPorts = 100;
  const int tries = port == 0 ? kMostPorts : 1;
  for (int time = 0; time < tries; ++time)
    if (auto sockets = listen_at_both(port); !sockets.empty()) return sockets;
  refuse_port(kLoopback6, port);
}

}  // namespace

using Phase = Connections::Phase;

struct Server::State {
  explicit State(const ServerSettings& chosen)
      : settings(chosen), places(most_connections(chosen.most_connections)), connections(places) {}

  const ServerSettings settings;
  const std::size_t places;
  Connections connections;
  Handler handler;
  int port = 0;
  bool stopped = false;
  std::list<Accepting> accepting;

  void serve(int socket) {
    Connection connection(socket);
    Connections::Entry entry(connections, connection);
    try {
      if (!entry.is_admitted()) throw BadMessage(503, "too many connections at once");
      while (serve_one(connection, entry)) {
      }
      connection.end_gently();
    } catch (const BadMessage& bad) {
      refuse(connection, bad);
    } catch (const Disconnected&) {
      // The client is gone.
    }
  }

  /// Runs on the accepting thread, so it never waits.
  static void reject_connection(int socket) {
    Connection connection(socket);
    try {
      connection.send_some(refusal({503, "no thread can be begun for this connection"}));
    } catch (const Disconnected&) {
    }
  }

  bool serve_one(Connection& connection, Connections::Entry& entry) {
    connection.set_patience(settings.patience);
    connection.set_write_patience(settings.patience);
    if (!connection.wait_readable(settings.idle)) return false;
    connection.set_deadline(std::chrono::steady_clock::now() + settings.head_patience);
    const std::string bytes = connection.read_head(settings.head_limit);
    connection.set_deadline({});
    if (bytes.empty() || !entry.set(Phase::busy)) return false;
    Exchange exchange(connection, parse_request_head(bytes), connections.is_stopping());
    handle(exchange);
    entry.set(Phase::answered);
    const bool more = exchange.finish();
    return entry.set(Phase::waiting) && more;
  }

  void handle(Exchange& exchange) {
    try {
      handler(exchange);
      if (!exchange.has_begun())
        exchange.answer(500, "application/json", error_body("internal", "no answer"));
    } catch (const BadMessage& bad) {
      exchange.make_last();  // the rest of the input would be misread
      fail(exchange, bad.status, kind_of(bad), bad.what(), {});
    } catch (const Error& error) {
      fail(exchange, status_of(error.kind()), name_of(error.kind()), error.what(), error.hint());
    } catch (const Disconnected&) {
      // An HTTP/1.0 client would take the closed connection for the end of the response.
      if (exchange.has_begun() && !exchange.has_ended()) exchange.break_off();
      throw;
    } catch (const std::exception& error) {
      settings.on_fault(std::string(exchange.method()) + " " + exchange.path() + ": " + error.what());
      fail(exchange, 500, "internal", "something went wrong here; the diary has it", {});
    }
  }

  static void fail(Exchange& exchange, int status, std::string_view kind, std::string_view message,
                   const std::string& hint) {
    if (exchange.has_begun()) return exchange.break_off();
    Parameters more;
    if (!hint.empty()) more.emplace("hint", hint);
    exchange.answer(status, "application/json", error_body(kind, message, more),
                    kind == kBusy ? Headers{{"Retry-After", kRetryAfter}} : Headers{});
  }

  static std::string_view kind_of(const BadMessage& bad) { return bad.status == 503 ? kBusy : "bad-request"; }

  /// Answers a malformed request and ends the connection, whose remaining input would be misread.
  static void refuse(Connection& connection, const BadMessage& bad) {
    try {
      connection.write(refusal(bad));
      connection.end_gently();
    } catch (const Disconnected&) {
    }
  }

  static std::string refusal(const BadMessage& bad) {
    const std::string body = error_body(kind_of(bad), bad.what());
    const std::string again =
        kind_of(bad) == kBusy ? std::string("Retry-After: ") + kRetryAfter + "\r\n" : std::string();
    return "HTTP/1.1 " + std::to_string(bad.status) +
           " Refused\r\nContent-Type: application/json\r\nConnection: close\r\n" + again +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
};

std::vector<int> listen_at(const std::string& host, int port) {
  if (host == "localhost")
    return lacks_second_loopback() ? listen_at(kLoopback4, port) : listen_at_localhost(port);
  const int socket = try_to_listen_at(host, port);
  if (socket < 0) refuse_port(host, port);
  return {socket};
}

Server::Server(const ServerSettings& settings) : state_(std::make_unique<State>(settings)) {
  const auto sockets = settings.sockets.empty() ? listen_at(settings.host, settings.port) : settings.sockets;
  state_->port = bound_port(sockets.front());
  for (const int socket : sockets) {
    auto& listener = state_->accepting.emplace_back().listener;
    listener = std::make_unique<Listener>(
        state_->places + kMostClosing, [state = state_.get()](int accepted) { state->serve(accepted); },
        &State::reject_connection);
    listener->adopt(socket);
  }
}

void Server::start(Handler handler) {
  state_->handler = std::move(handler);
  for (auto& one : state_->accepting) one.start();
}

Server::~Server() { stop(std::chrono::milliseconds{0}); }

int Server::port() const { return state_->port; }
std::size_t Server::places() const { return state_->places; }

void Server::stop(std::chrono::milliseconds grace, std::chrono::milliseconds stalled_grace) {
  if (std::exchange(state_->stopped, true)) return;
  for (const auto& one : state_->accepting) one.stop();
  state_->connections.end(grace, stalled_grace);
  for (auto& one : state_->accepting)
    if (one.thread.joinable()) one.thread.join();
}

std::string error_body(std::string_view kind, std::string_view message, const Parameters& more) {
  nlohmann::ordered_json error{{"kind", kind}, {"message", message}};
  for (const auto& [name, value] : more) error[name] = value;
  return nlohmann::ordered_json{{"error", error}}.dump(-1, ' ', false,
                                                       nlohmann::json::error_handler_t::replace) +
         "\n";
}

}  // namespace locker::http
