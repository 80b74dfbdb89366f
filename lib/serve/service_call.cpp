#include "lib/serve/service_call.hpp"

#include "lib/base/error.hpp"
#include "lib/http/server/body.hpp"
#include "lib/serve/headers.hpp"
#include "lib/serve/state/declared_calls.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kHeadLimit = 256 * 1024, kKept = 64 * 1024;
constexpr std::chrono::milliseconds kConnectPatience{3'000}, kRest{10'000};
constexpr int kFirstFinal = 200;

std::string spelled(const ServiceCall& call, int port, const std::string& key) {
  std::string text = call.method + " " + (call.path.starts_with('/') ? "" : "/") + call.path +
                     " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\nConnection: close\r\n";
  if (!key.empty()) text.append(kKeyHeader).append(": ").append(key).append("\r\n");
  for (const auto& [name, value] : call.headers) text += name + ": " + value + "\r\n";
  if (!call.body.empty()) text += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
  return text + "\r\n" + call.body;
}

/// Reads the body up to the limits of size and time. A body that does not end in time is returned as far as
/// it was read.
std::string read_body(http::Connection& connection, const http::Framing& framing) {
  std::string kept;
  connection.set_deadline(std::chrono::steady_clock::now() + kRest);
  try {
    http::Body body(connection, framing);
    for (auto piece = body.next(); !piece.empty() && kept.size() < kKept; piece = body.next()) kept += piece;
  } catch (const http::Disconnected& gone) {
    if (gone.cause != http::Disconnected::Cause::timeout) throw;
  }
  return kept;
}

http::Response read_answer(http::Connection& connection, const std::string& method) {
  http::ResponseHead head;
  do {
    const std::string bytes = connection.read_head(kHeadLimit);
    if (bytes.empty()) throw http::Disconnected("no answer came");
    head = http::parse_response_head(bytes);
  } while (head.status < kFirstFinal);
  http::Response response;
  response.status = head.status;
  response.headers = head.headers;
  response.body = read_body(connection, http::framing_of(head, method));
  return response;
}

}  // namespace

http::Response call_service(Supervisor& services, const std::string& id, const ServiceCall& call,
                            std::chrono::milliseconds patience, const std::stop_token& stop) {
  // The path may come from a file that the user can edit.
  if (!is_call_path(call.path)) throw Error(ErrorKind::usage, "that is no path of a service");
  auto pass = services.enter(id, stop);
  http::Connection connection(http::connect_to_loopback(pass.port(), kConnectPatience, stop));
  const std::stop_callback end(stop, [&] { connection.stop(); });
  connection.set_patience(patience);
  connection.set_write_patience(patience);
  connection.write(spelled(call, pass.port(), pass.key()));
  pass.sent();
  connection.set_deadline(std::chrono::steady_clock::now() + patience);
  return read_answer(connection, call.method);
}

}  // namespace locker::serve
