#include "loopback/server.hpp"

#include <httplib.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "loopback/connection.hpp"

namespace loopback {
namespace {

constexpr const char* kHost = "127.0.0.1";
constexpr int kBacklog = 1024;
constexpr std::size_t kThreads = 64;  // idle connections and held requests occupy threads
constexpr std::size_t kRequestsOfConnection = 1'000'000;

// The library listens with a backlog of 5, which loses connections when many arrive at once.
class ListeningServer : public httplib::Server {
 public:
  void widen_backlog() { ::listen(svr_sock_, kBacklog); }
};

// The library adds these headers to those of the request.
bool is_of_the_library(const std::string& name) {
  return name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" || name == "LOCAL_PORT";
}

Call call_of(const httplib::Request& request) {
  Call call;
  call.method = request.method;
  call.target = request.target;
  const std::size_t mark = request.target.find('?');
  call.path = request.target.substr(0, mark);
  if (mark != std::string::npos) call.query = request.target.substr(mark + 1);
  call.body = request.body;
  for (const auto& [name, value] : request.headers)
    if (!is_of_the_library(name)) call.headers.emplace_back(name, value);
  return call;
}

}  // namespace

class Server::Impl {
 public:
  Impl(Handler handler, int port) : handler_(std::move(handler)) {
    configure();
    port_ = port == 0 ? server_.bind_to_any_port(kHost) : (server_.bind_to_port(kHost, port) ? port : -1);
    if (port_ < 0) throw std::runtime_error("cannot listen on port " + std::to_string(port));
    server_.widen_backlog();
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // The library ignores a stop before it is running.
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Impl() {
    stopped_ = true;
    let_go();
    server_.stop();
    thread_.join();
  }

  [[nodiscard]] int port() const { return port_; }
  void let_go() {
    const std::lock_guard lock(mutex_);
    ++round_;
    changed_.notify_all();
  }

 private:
  void configure() {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_keep_alive_max_count(kRequestsOfConnection);
    server_.set_keep_alive_timeout(1);  // stopping waits for idle connections
    server_.set_tcp_nodelay(true);
    server_.set_socket_options([](socket_t socket) {
      // Not SO_REUSEPORT, the library's default: another server at this port must be detected.
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
      answer(request, response);
    };
    server_.Get(".*", handle);
    server_.Post(".*", handle);
    server_.Put(".*", handle);
    server_.Patch(".*", handle);
    server_.Delete(".*", handle);
  }

  void answer(const httplib::Request& request, httplib::Response& response) {
    Call call = call_of(request);
    call.is_gone = [&] { return is_closed_by_peer(port_, request.remote_port); };
    const Reply reply = handler_(call);
    if (reply.damage == Damage::reset) reset_connection(port_, request.remote_port);
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) response.set_header(name, value);
    if (reply.damage == Damage::cut || reply.damage == Damage::stall)
      send_half(response, reply, reply.damage == Damage::stall);
    else
      response.set_content(reply.body, reply.type);
  }

  void send_half(httplib::Response& response, const Reply& reply, bool then_stalls) {
    response.set_header("Connection", "close");
    const std::string half = reply.body.substr(0, reply.body.size() / 2);
    response.set_content_provider(
        reply.body.size() + 1, reply.type,
        [this, half, then_stalls](std::size_t offset, std::size_t, httplib::DataSink& sink) {
          if (offset == 0 && !half.empty()) return sink.write(half.data(), half.size());
          if (then_stalls) stall();
          return false;
        });
  }

  void stall() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this, round = round_] { return stopped_ || round_ != round; });
  }

  Handler handler_;
  ListeningServer server_;
  int port_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  int round_ = 0;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

Server::Server(Handler handler, int port) : impl_(std::make_unique<Impl>(std::move(handler), port)) {}
Server::~Server() = default;
int Server::port() const { return impl_->port(); }
std::string Server::base() const { return "http://127.0.0.1:" + std::to_string(impl_->port()); }
void Server::let_go() { impl_->let_go(); }

}  // namespace loopback
