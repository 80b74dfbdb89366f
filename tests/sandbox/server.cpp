#include "sandbox/server.hpp"

#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>
#include <stdexcept>
#include <thread>

#include "sandbox/url_text.hpp"

namespace sandbox {
namespace {

constexpr const char* kHost = "127.0.0.1";
constexpr int kBacklog = 1024;
constexpr std::size_t kThreads =
    64;  // an idle connection occupies a thread for five seconds, a hanging request for longer
constexpr std::size_t kRequestsOfConnection = 1000000;

// The library listens with a backlog of 5, which loses connections when many processes start at once.
class ListeningServer : public httplib::Server {
 public:
  void widen_backlog() { ::listen(svr_sock_, kBacklog); }
};

int port_of(const sockaddr_in& address) { return ntohs(address.sin_port); }

bool is_connection(int fd, int own_port, int peer_port) {
  sockaddr_in own{}, peer{};
  socklen_t size = sizeof own;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0 || port_of(own) != own_port)
    return false;
  size = sizeof peer;
  return getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && port_of(peer) == peer_port;
}

// The library does not expose the socket to a handler; it is found by the peer's port.
std::optional<int> connection(int own_port, int peer_port) {
  constexpr int kMostDescriptors = 4096;
  for (int fd = 3; fd < kMostDescriptors; ++fd)
    if (is_connection(fd, own_port, peer_port)) return fd;
  return std::nullopt;
}

// Connecting to AF_UNSPEC closes the connection with a reset.
void reset_connection(int own_port, int peer_port) {
  const auto fd = connection(own_port, peer_port);
  sockaddr nowhere{};
  nowhere.sa_family = AF_UNSPEC;
  if (fd) ::connect(*fd, &nowhere, sizeof nowhere);
}

bool is_closed_by_peer(int own_port, int peer_port) {
  const auto fd = connection(own_port, peer_port);
  char byte;
  return !fd || recv(*fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

Call call_of(const httplib::Request& request) {
  Call call;
  call.method = request.method;
  call.path = request.path;
  const std::size_t mark = request.target.find('?');
  if (mark != std::string::npos) call.query = request.target.substr(mark + 1);
  call.parameters = parse_parameters(call.query);
  call.authorization = request.get_header_value("Authorization");
  call.body = request.body;
  if (request.get_header_value("Content-Type").starts_with("application/x-www-form-urlencoded"))
    call.form = parse_parameters(request.body);
  return call;
}

// Announces the whole body, sends half of it and closes the connection.
void send_cut(httplib::Response& response, const Answer& answer) {
  const std::string half = answer.body.substr(0, answer.body.size() / 2);
  response.set_content_provider(answer.body.size(), answer.type,
                                [half](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                  if (offset == 0 && !half.empty())
                                    return sink.write(half.data(), half.size());
                                  return false;
                                });
  response.set_header("Connection", "close");
}

void send(httplib::Response& response, const Answer& answer) {
  // Unless the status is set, the library responds to a range request with 206 and only that range.
  if (answer.status != 200) response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
  if (answer.damage == Damage::cut) return send_cut(response, answer);
  response.set_content(answer.body, answer.type);
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(Settings settings) : state_(std::move(settings)), service_(state_) {
    configure();
    bind();
    state_.base = "http://" + std::string(kHost) + ":" + std::to_string(port_);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }

  ~Impl() {
    state_.faults.stop();
    server_.stop();
    thread_.join();
  }

  int port() const { return port_; }
  State& state() { return state_; }

 private:
  void configure() {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_keep_alive_max_count(kRequestsOfConnection);
    server_.set_tcp_nodelay(true);
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
      answer(request, response);
    };
    server_.Get(".*", handle);
    server_.Post(".*", handle);
    server_.Delete(".*", handle);
  }

  void bind() {
    const int wanted = state_.settings.port;
    if (wanted == 0)
      port_ = server_.bind_to_any_port(kHost);
    else
      port_ = server_.bind_to_port(kHost, wanted) ? wanted : -1;
    if (port_ < 0) throw std::runtime_error("cannot listen on port " + std::to_string(wanted));
    server_.widen_backlog();
  }

  void answer(const httplib::Request& request, httplib::Response& response) {
    Call call = call_of(request);
    call.is_gone = [&] { return is_closed_by_peer(port_, request.remote_port); };
    const Answer out = service_.handle(call);
    if (out.damage == Damage::reset) reset_connection(port_, request.remote_port);
    send(response, out);
  }

  State state_;
  Service service_;
  ListeningServer server_;
  int port_ = -1;
  std::thread thread_;
};

Server::Server(Settings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
Server::~Server() = default;
int Server::port() const { return impl_->port(); }
std::string Server::base() const { return impl_->state().base; }
State& Server::state() { return impl_->state(); }

}  // namespace sandbox
