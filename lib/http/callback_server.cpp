#include "lib/http/callback_server.hpp"

#include <httplib.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "lib/base/error.hpp"
#include "lib/http/address.hpp"

namespace locker::http {
namespace {

constexpr char kReceived[] =
    "<!doctype html><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
    "<title>locker</title><body style=\"font-family:sans-serif;margin:3em\">"
    "<p>locker has the service's answer. Go on in the terminal; this page can be closed.";

/// Short, because connections that a browser opens in advance must not delay the shutdown.
constexpr int kReadTimeoutMs = 500;

}  // namespace

struct CallbackServer::State {
  httplib::Server server;
  std::jthread thread;
  std::mutex mutex;
  std::optional<std::string> query;
  std::stop_source answered;
  std::atomic<bool> ended = false;
};

CallbackServer::CallbackServer(const std::string& redirect_uri) : state_(std::make_unique<State>()) {
  const auto address = parse_address(redirect_uri);
  if (!address || address->scheme != "http" || !is_loopback(address->host))
    throw Error(ErrorKind::usage, "nothing can listen at " + redirect_uri,
                "a redirect address begins with http://127.0.0.1:PORT/; or use --no-browser");
  auto& server = state_->server;
  server.set_socket_options([](socket_t socket) {
    // Not SO_REUSEPORT, the library's default: another program that uses this port must be detected.
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  });
  server.set_read_timeout(0, kReadTimeoutMs * 1000);
  server.set_keep_alive_max_count(1);
  server.set_payload_max_length(0);
  server.Get(".*", [state = state_.get(), path = address->path](const httplib::Request& request,
                                                                httplib::Response& response) {
    const auto question = request.target.find('?');
    const std::string query =
        question == std::string::npos ? std::string() : request.target.substr(question + 1);
    response.set_header("Cache-Control", "no-store");
    if (request.target.substr(0, question) != path ||
        !(query_value(query, "code") || query_value(query, "error"))) {
      response.status = 404;
      return;
    }
    response.set_content(kReceived, "text/html");
    {
      const std::lock_guard guard(state->mutex);
      if (!state->query) state->query = query;
    }
    state->answered.request_stop();
  });
  const std::string host = address->host == "[::1]" ? "::1" : address->host;
  if (!server.bind_to_port(host, address->port))
    throw Error(ErrorKind::internal, "port " + std::to_string(address->port) + " is taken by another program",
                "stop that program, or register another callback address with the service and name it with "
                "--redirect-uri; or use --no-browser");
  state_->thread = std::jthread([state = state_.get()] {
    state->server.listen_after_bind();
    state->ended = true;
  });
}

CallbackServer::~CallbackServer() {
  // A stop before the loop runs would be lost.
  while (!state_->server.is_running() && !state_->ended) std::this_thread::yield();
  state_->server.stop();
}

std::optional<std::string> CallbackServer::wait(Clock& clock, Instant deadline, const std::stop_token& stop) {
  const std::stop_callback forward(stop, [this] { state_->answered.request_stop(); });
  clock.wait_until(deadline, state_->answered.get_token());
  const std::lock_guard guard(state_->mutex);
  if (!state_->query && stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  return state_->query;
}

}  // namespace locker::http
