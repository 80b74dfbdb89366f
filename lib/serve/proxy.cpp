#include "lib/serve/proxy.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <thread>

namespace locker::serve {
namespace {

using std::chrono::milliseconds;
using Cause = http::Disconnected::Cause;

/// A body up to this size is kept, so that a request can be sent again.
constexpr std::size_t kReplayable = 256 * 1024;
constexpr std::size_t kMostIdle = 32;
constexpr milliseconds kConnect{100};
constexpr milliseconds kForever = std::chrono::hours{24 * 365};

constexpr std::array<std::string_view, 9> kHopByHop{"Connection",          "Keep-Alive", "Proxy-Connection",
                                                    "Proxy-Authorization", "TE",         "Trailer",
                                                    "Transfer-Encoding",   "Upgrade",    "Expect"};

/// Without what concerns only the one connection (RFC 9110 section 7.6.1).
http::Headers end_to_end(const http::Headers& headers) {
  http::Headers kept;
  for (const auto& [name, value] : headers) {
    const bool is_hop =
        std::ranges::any_of(kHopByHop, [&](auto hop) { return http::same_name(hop, name); }) ||
        (!http::same_name(name, "Content-Length") && http::lists_token(headers, "Connection", name));
    if (!is_hop) kept.emplace_back(name, value);
  }
  return kept;
}

std::string spelled(std::string_view method, const Forwarded& request, bool chunked) {
  std::string head(method);
  head.append(" ").append(request.target).append(" HTTP/1.1\r\n");
  for (const auto& [name, value] : end_to_end(request.headers))
    head.append(name).append(": ").append(value).append("\r\n");
  if (chunked) head += "Transfer-Encoding: chunked\r\n";
  return head + "\r\n";
}

std::string chunk(std::string_view piece) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string size;
  for (std::size_t left = piece.size(); left > 0; left /= 16) size.insert(size.begin(), kDigits[left % 16]);
  return (size.empty() ? "0" : size) + "\r\n" + std::string(piece) + "\r\n";
}

}  // namespace

bool is_idempotent(std::string_view method) {
  constexpr std::array<std::string_view, 6> kMethods{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::ranges::find(kMethods, method) != kMethods.end();
}

/// One try to pass one request on.
class Proxy::Passing {
 public:
  Passing(http::Exchange& exchange, std::unique_ptr<http::Connection> connection, Forwarded& request,
          const ProxySettings& settings)
      : exchange_(exchange),
        connection_(std::move(connection)),
        request_(request),
        settings_(settings),
        framing_(http::framing_of(exchange.request())) {}

  ~Passing() { end_upload(); }
  Passing(const Passing&) = delete;
  Passing& operator=(const Passing&) = delete;

  Outcome run(const std::function<void()>& sent) {
    try {
      send();
    } catch (const http::Disconnected& gone) {
      // The service may have refused the body and answered before it closed.
      if (gone.cause == Cause::timeout) return Outcome::timed_out;
    }
    sent();
    http::ResponseHead head;
    try {
      head = receive_head();
    } catch (const http::BadMessage&) {
      return Outcome::unreadable;
    } catch (const http::Disconnected& gone) {
      if (gone.cause == Cause::closed) return unanswered();
      if (gone.cause == Cause::companion) exchange_.break_off();
      return gone.cause == Cause::timeout ? Outcome::timed_out : Outcome::answered;
    }
    hand_over(head);
    return Outcome::answered;
  }

  /// The connection, if it can carry another request.
  std::unique_ptr<http::Connection> reusable() {
    end_upload();
    connection_->set_companion(nullptr, false);
    return reusable_ && uploaded_ ? std::move(connection_) : nullptr;
  }

 private:
  [[nodiscard]] bool is_chunked() const { return framing_.kind == http::Framing::Kind::chunked; }

  /// A small body goes with the head; a longer one is sent beside the answer, which may begin before
  /// the body has come to its end.
  void send() {
    http::Body& body = exchange_.body();
    if (framing_.kind == http::Framing::Kind::length && framing_.length <= kReplayable)
      request_.body += body.whole(kReplayable);
    std::string message = spelled(exchange_.method(), request_, is_chunked());
    if (!request_.body.empty()) message += is_chunked() ? chunk(request_.body) : request_.body;
    uploaded_ = body.at_end();
    if (uploaded_ && is_chunked()) message += "0\r\n\r\n";
    connection_->write(message);
    if (!uploaded_) upload_ = std::thread([this] { upload(); });
  }

  void upload() {
    try {
      http::Body& body = exchange_.body();
      for (auto piece = body.next(); !piece.empty(); piece = body.next()) {
        request_.replayable = request_.replayable && request_.body.size() + piece.size() <= kReplayable;
        if (request_.replayable) request_.body += piece;
        connection_->write(is_chunked() ? chunk(piece) : std::string(piece));
      }
      if (is_chunked()) connection_->write("0\r\n\r\n");
      uploaded_ = true;
    } catch (const std::exception&) {
      // Whichever side it was that failed: what the service got is not whole, and must not look so.
      if (!answering_) connection_->stop();
    }
  }

  void end_upload() {
    if (!upload_.joinable()) return;
    // The answer is complete and the rest of the body is of no use: the client gets no second
    // request on this connection.
    if (!uploaded_) exchange_.connection().stop_reading();
    if (!uploaded_) connection_->stop();
    upload_.join();
  }

  http::ResponseHead receive_head() {
    constexpr int kContinue = 200;
    connection_->set_patience(settings_.first_byte);
    connection_->set_deadline(std::chrono::steady_clock::now() + settings_.first_byte);
    connection_->set_companion(&exchange_.connection(), false);
    for (;;) {
      const std::string bytes = connection_->read_head(settings_.head_limit);
      if (bytes.empty()) throw http::Disconnected("no answer came");
      http::ResponseHead head = http::parse_response_head(bytes);
      if (head.status >= kContinue) return head;
    }
  }

  [[nodiscard]] Outcome unanswered() {
    end_upload();
    const bool may_repeat = is_idempotent(exchange_.method()) && request_.replayable;
    return may_repeat ? Outcome::retryable : Outcome::died;
  }

  /// From here on the client is told of a failure only by the answer's breaking off.
  void hand_over(http::ResponseHead& head) {
    const http::Framing framing = http::framing_of(head, exchange_.method());
    reusable_ = head.minor_version == 1 && framing.kind != http::Framing::Kind::until_close &&
                !http::lists_token(head.headers, "Connection", "close");
    answering_ = true;
    head.headers = end_to_end(head.headers);
    try {
      exchange_.begin_passed_on(head, framing);
      http::Body body(*connection_, framing);
      connection_->set_patience(kForever);
      connection_->set_deadline({});
      connection_->set_companion(&exchange_.connection(), true);
      if (!connection_->wait_readable(milliseconds{0})) exchange_.flush();
      for (auto piece = body.next(); !piece.empty(); piece = body.next()) exchange_.write(piece);
      exchange_.end();
    } catch (const std::exception&) {
      reusable_ = false;
      exchange_.break_off();
    }
  }

  http::Exchange& exchange_;
  std::unique_ptr<http::Connection> connection_;
  Forwarded& request_;
  const ProxySettings& settings_;
  const http::Framing framing_;
  std::thread upload_;
  std::atomic<bool> uploaded_ = false, answering_ = false;
  bool reusable_ = false;
};

Proxy::Outcome Proxy::pass_on(http::Exchange& exchange, const Upstream& upstream, Forwarded& request,
                              const std::function<void()>& sent, const std::stop_token& stop) {
  auto kept = is_idempotent(exchange.method()) ? take(upstream) : nullptr;
  const bool was_kept = kept != nullptr;
  if (!kept) {
    try {
      kept = std::make_unique<http::Connection>(http::connect_to_loopback(upstream.port, kConnect, stop));
    } catch (const http::Disconnected&) {
      return Outcome::refused;
    }
  }
  Passing passing(exchange, std::move(kept), request, settings_);
  const Outcome outcome = passing.run(sent);
  // A kept connection that the service closed meanwhile says nothing of the service.
  if (was_kept && outcome == Outcome::retryable) {
    forget(upstream.service);
    return pass_on(exchange, upstream, request, sent, stop);
  }
  if (auto connection = passing.reusable()) keep(upstream, std::move(connection));
  return outcome;
}

std::unique_ptr<http::Connection> Proxy::take(const Upstream& upstream) {
  const std::lock_guard guard(mutex_);
  auto& [generation, idle] = idle_[upstream.service];
  if (generation != upstream.generation) {
    idle.clear();
    generation = upstream.generation;
  }
  while (!idle.empty()) {
    auto connection = std::move(idle.back());
    idle.pop_back();
    if (!connection->is_closed()) return connection;
  }
  return nullptr;
}

void Proxy::keep(const Upstream& upstream, std::unique_ptr<http::Connection> connection) {
  const std::lock_guard guard(mutex_);
  auto& [generation, idle] = idle_[upstream.service];
  if (generation == upstream.generation && idle.size() < kMostIdle) idle.push_back(std::move(connection));
}

void Proxy::forget(const std::string& service) {
  const std::lock_guard guard(mutex_);
  idle_.erase(service);
}

}  // namespace locker::serve
