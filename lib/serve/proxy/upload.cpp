#include "lib/serve/proxy/upload.hpp"

#include <string>

#include "lib/base/hex.hpp"

namespace locker::serve {
namespace {

/// A body up to this size is kept in memory, so that the request can be resent.
constexpr std::size_t kReplayable = 256 * 1024;
/// Timeout for the rest of a request's body after its response is complete.
constexpr std::chrono::milliseconds kRest{2'000};

std::string spelled(std::string_view method, const Forwarded& request, bool chunked) {
  std::string head(method);
  head.append(" ").append(request.target).append(" HTTP/1.1\r\n");
  for (const auto& [name, value] : request.headers)
    head.append(name).append(": ").append(value).append("\r\n");
  if (chunked) head += "Transfer-Encoding: chunked\r\n";
  return head + "\r\n";
}

std::string chunk(std::string_view piece) {
  return hex_number(piece.size()) + "\r\n" + std::string(piece) + "\r\n";
}

}  // namespace

Upload::Upload(http::Exchange& exchange, http::Connection& connection, Forwarded& request,
               std::chrono::milliseconds patience)
    : exchange_(exchange),
      connection_(connection),
      request_(request),
      patience_(patience),
      framing_(http::framing_of(exchange.request())) {}

void Upload::read_small_body() {
  if (framing_.kind == http::Framing::Kind::length && framing_.length <= kReplayable)
    request_.body += exchange_.body().whole(kReplayable);
}

void Upload::send() {
  connection_.set_write_patience(patience_);
  std::string message = spelled(exchange_.method(), request_, is_chunked());
  if (!request_.body.empty()) message += is_chunked() ? chunk(request_.body) : request_.body;
  complete_ = exchange_.body().at_end();
  if (complete_ && is_chunked()) message += "0\r\n\r\n";
  connection_.write(message);
  moved();
  if (!complete_) rest_ = std::async(std::launch::async, [this] { send_rest(); });
}

void Upload::send_rest() {
  bool is_client_error = false;
  try {
    is_client_error = true;
    for (auto piece = next_piece(); !piece.empty(); piece = next_piece()) {
      is_client_error = false;
      connection_.write(is_chunked() ? chunk(piece) : std::string(piece));
      moved();
      is_client_error = true;
    }
    is_client_error = false;
    if (is_chunked()) connection_.write("0\r\n\r\n");
    complete_ = true;
  } catch (const std::exception&) {
    if (!is_client_error) return drop_rest();
    client_error_ = std::current_exception();
    // The service must not take the truncated body for a complete one.
    if (!answering_) connection_.stop();
  }
}

std::string_view Upload::next_piece() {
  const auto piece = exchange_.body().next();
  request_.replayable = request_.replayable && request_.body.size() + piece.size() <= kReplayable;
  if (request_.replayable) request_.body += piece;
  return piece;
}

/// The service accepts no more data. Reads the rest, because a client may not read the response before it has
/// sent everything.
void Upload::drop_rest() {
  try {
    while (!next_piece().empty()) continue;
  } catch (const std::exception&) {
    client_error_ = std::current_exception();
  }
}

void Upload::end() {
  if (!rest_.valid()) return;
  if (rest_.wait_for(kRest) != std::future_status::ready) {
    exchange_.connection().stop_reading();
    connection_.stop();
  }
  rest_.get();
}

}  // namespace locker::serve
