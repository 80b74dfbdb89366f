#include "lib/http/server/server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <httplib.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
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

  void open(const ServerSettings& settings) {
    if (settings.socket >= 0)
      svr_sock_ = settings.socket;
    else if (settings.port == 0 ? bind_to_any_port(settings.host) < 0
                                : !bind_to_port(settings.host, settings.port))
      throw Error(ErrorKind::internal,
                  "port " + std::to_string(settings.port) + " of " + settings.host +
                      " is taken by another program, or cannot be listened at",
                  "stop that program, or choose another port with --port");
    fcntl(svr_sock_, F_SETFD, FD_CLOEXEC);
    ::listen(svr_sock_, kBacklog);
  }

  /// Hands over the socket; the caller must close it.
  [[nodiscard]] int release() { return svr_sock_.exchange(INVALID_SOCKET); }

  /// Closes the socket of a listener that never ran: the library closes it only after accepting.
  void close_unused() { ::close(release()); }

  [[nodiscard]] int bound_port() const {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    getsockname(svr_sock_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                               : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    runs_one_connection ? serve_(socket) : refuse_(socket);
    return true;
  }
  std::function<void(int)> serve_, refuse_;
};

}  // namespace

using Phase = Connections::Phase;

struct Server::State {
  explicit State(const ServerSettings& chosen)
      : settings(chosen), places(most_connections(chosen.most_connections)), connections(places) {}

  const ServerSettings settings;
  const std::size_t places;
  Connections connections;
  Handler handler;
  std::unique_ptr<Listener> listener;
  int port = 0;
  bool stopped = false;
  std::atomic<bool> listening = true;
  std::jthread thread;

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

int listen_at(const std::string& host, int port) {
  Listener listener(1, {}, {});
  listener.open({.host = host, .port = port});
  return listener.release();
}

Server::Server(const ServerSettings& settings) : state_(std::make_unique<State>(settings)) {
  state_->listener = std::make_unique<Listener>(
      state_->places + kMostClosing, [state = state_.get()](int socket) { state->serve(socket); },
      &State::reject_connection);
  state_->listener->open(settings);
  state_->port = state_->listener->bound_port();
}

void Server::start(Handler handler) {
  state_->handler = std::move(handler);
  state_->thread = std::jthread([state = state_.get()] {
    state->listener->listen_after_bind();
    state->listening = false;
  });
}

Server::~Server() { stop(std::chrono::milliseconds{0}); }

int Server::port() const { return state_->port; }
std::size_t Server::places() const { return state_->places; }

void Server::stop(std::chrono::milliseconds grace, std::chrono::milliseconds stalled_grace) {
  if (std::exchange(state_->stopped, true)) return;
  if (!state_->thread.joinable()) return state_->listener->close_unused();
  // A stop before the loop runs would be lost.
  while (!state_->listener->is_running() && state_->listening) std::this_thread::yield();
  state_->listener->stop();
  state_->connections.end(grace, stalled_grace);
  state_->thread.join();
}

std::string error_body(std::string_view kind, std::string_view message, const Parameters& more) {
  nlohmann::ordered_json error{{"kind", kind}, {"message", message}};
  for (const auto& [name, value] : more) error[name] = value;
  return nlohmann::ordered_json{{"error", error}}.dump(-1, ' ', false,
                                                       nlohmann::json::error_handler_t::replace) +
         "\n";
}

}  // namespace locker::http
