#include "lib/serve/proxy.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <future>
#include <optional>
#include <set>

namespace locker::serve {
namespace {

using std::chrono::milliseconds;
using Cause = http::Disconnected::Cause;

/// A body up to this size is kept, so that a request can be sent again.
constexpr std::size_t kReplayable = 256 * 1024;
constexpr std::size_t kMostIdle = 32;
/// How often a service may draw its answer out by saying that it works on it: an hour of a long sync.
constexpr int kMostInterim = 240;
/// What works on something does not say so more often than that.
constexpr std::chrono::seconds kHonestPause{1};
constexpr milliseconds kConnect{100};
/// A client may stop reading for a while, and go on.
constexpr milliseconds kSlowReader = std::chrono::hours{24};
/// For the rest of a request's body, once its answer is complete.
constexpr milliseconds kRest{2'000};

constexpr std::array<std::string_view, 8> kHopByHop{"Connection",          "Keep-Alive", "Proxy-Connection",
                                                    "Proxy-Authorization", "TE",         "Trailer",
                                                    "Transfer-Encoding",   "Upgrade"};

std::string in_small_letters(std::string_view name) {
  std::string small(name);
  std::ranges::transform(small, small.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return small;
}

/// What a head says of its own connection. A set, since heads may hold very many headers of each kind.
std::set<std::string> connection_options(const http::Headers& headers) {
  std::set<std::string> options;
  for (const auto& [name, value] : headers) {
    if (!http::same_name(name, "Connection")) continue;
    constexpr std::string_view kBetween = ", \t";
    for (std::size_t at = 0; (at = value.find_first_not_of(kBetween, at)) != std::string::npos;) {
      const auto end = std::min(value.find_first_of(kBetween, at), value.size());
      options.insert(in_small_letters(std::string_view(value).substr(at, end - at)));
      at = end;
    }
  }
  options.erase("content-length");
  return options;
}

/// Without what concerns only the one connection (RFC 9110 section 7.6.1).
http::Headers end_to_end(const http::Headers& headers) {
  const auto options = connection_options(headers);
  http::Headers kept;
  for (const auto& [name, value] : headers) {
    const bool is_hop =
        std::ranges::any_of(kHopByHop, [&](auto hop) { return http::same_name(hop, name); }) ||
        (!options.empty() && options.contains(in_small_letters(name)));
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
  Passing(const Proxy& owner, http::Exchange& exchange, const Upstream& upstream,
          std::unique_ptr<http::Connection> connection, Forwarded& request)
      : settings_(owner.settings_),
        clean_(owner.clean_),
        exchange_(exchange),
        upstream_(upstream),
        connection_(std::move(connection)),
        request_(request),
        framing_(http::framing_of(exchange.request())) {}

  ~Passing() { end_upload(); }
  Passing(const Passing&) = delete;
  Passing& operator=(const Passing&) = delete;

  Outcome run(const std::function<void()>& sent) {
    take_small_body();
    try {
      send();
    } catch (const http::Disconnected& gone) {
      // The service may have refused the body and answered before it closed.
      if (gone.cause == Cause::timeout) return Outcome::timed_out;
    }
    sent();
    try {
      http::ResponseHead head = receive_head();
      const http::Framing framing = http::framing_of(head, exchange_.method());
      hand_over(head, framing);
      return Outcome::answered;
    } catch (const Evasion&) {
      return Outcome::evasive;
    } catch (const http::BadMessage&) {
      return Outcome::unreadable;
    } catch (const http::Disconnected& gone) {
      if (gone.cause == Cause::closed) return connection_->has_rest() ? Outcome::unreadable : unanswered();
      if (gone.cause == Cause::companion) exchange_.break_off();
      return gone.cause == Cause::timeout ? Outcome::timed_out : Outcome::answered;
    }
  }

  /// Once its body is no longer read.
  bool is_there_to_send_again() {
    end_upload();
    return request_.replayable && exchange_.body().at_end();
  }

  /// The connection, if it can carry another request.
  std::unique_ptr<http::Connection> reusable() {
    end_upload();
    connection_->set_companion(nullptr, false);
    return reusable_ && uploaded_ ? std::move(connection_) : nullptr;
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Evasion {};
  [[nodiscard]] bool is_chunked() const { return framing_.kind == http::Framing::Kind::chunked; }

  /// A small body goes with the head.
  void take_small_body() {
    if (framing_.kind == http::Framing::Kind::length && framing_.length <= kReplayable)
      request_.body += exchange_.body().whole(kReplayable);
  }

  void send() {
    connection_->set_write_patience(settings_.first_byte);
    std::string message = spelled(exchange_.method(), request_, is_chunked());
    if (!request_.body.empty()) message += is_chunked() ? chunk(request_.body) : request_.body;
    uploaded_ = exchange_.body().at_end();
    if (uploaded_ && is_chunked()) message += "0\r\n\r\n";
    connection_->write(message);
    moved();
    if (!uploaded_) upload_ = std::async(std::launch::async, [this] { upload(); });
  }

  /// A longer body is sent beside the answer, which may begin before the body has come to its end.
  void upload() {
    bool is_clients_fault = false;
    try {
      is_clients_fault = true;
      for (auto piece = next_piece(); !piece.empty(); piece = next_piece()) {
        is_clients_fault = false;
        connection_->write(is_chunked() ? chunk(piece) : std::string(piece));
        moved();
        is_clients_fault = true;
      }
      is_clients_fault = false;
      if (is_chunked()) connection_->write("0\r\n\r\n");
      uploaded_ = true;
    } catch (const std::exception&) {
      if (!is_clients_fault) return drop_rest();
      clients_fault_ = std::current_exception();
      // What the service got is not whole, and must not look so.
      if (!answering_) connection_->stop();
    }
  }

  std::string_view next_piece() {
    const auto piece = exchange_.body().next();
    request_.replayable = request_.replayable && request_.body.size() + piece.size() <= kReplayable;
    if (request_.replayable) request_.body += piece;
    return piece;
  }

  /// The service takes no more. A client that only sends will not see the answer before it has sent all.
  void drop_rest() {
    try {
      while (!next_piece().empty()) continue;
    } catch (const std::exception&) {
      clients_fault_ = std::current_exception();
    }
  }

  void end_upload() {
    if (!upload_.valid()) return;
    if (upload_.wait_for(kRest) != std::future_status::ready) {
      // The client gets no second request on this connection.
      exchange_.connection().stop_reading();
      connection_->stop();
    }
    upload_.get();
  }

  void moved() { moved_ = Clock::now().time_since_epoch().count(); }
  [[nodiscard]] Clock::time_point deadline() const {
    return Clock::time_point(Clock::duration(moved_)) + settings_.first_byte;
  }

  /// Its time begins when the request has been sent.
  http::ResponseHead receive_head() {
    constexpr int kSwitching = 101, kFinal = 200;
    connection_->set_patience(settings_.first_byte);
    connection_->set_deadline(deadline());
    connection_->set_companion(&exchange_.connection(), false);
    const auto begun = Clock::now();
    for (int interim = 0; interim < kMostInterim; ++interim) {
      const std::string bytes = read_head();
      if (bytes.empty()) throw http::Disconnected("no answer came");
      http::ResponseHead head = http::parse_response_head(bytes);
      if (head.status == kSwitching) throw http::BadMessage(502, "another protocol");
      if (head.status >= kFinal) return head;
      moved();  // it said that it works on it
      connection_->set_deadline(deadline());
    }
    if (Clock::now() - begun < kMostInterim * kHonestPause) throw Evasion();
    throw http::Disconnected("it said that it works on it, and nothing else", Cause::timeout);
  }

  std::string read_head() {
    for (;;) {
      try {
        return connection_->read_head(settings_.head_limit);
      } catch (const http::Disconnected& gone) {
        if (gone.cause != Cause::timeout || Clock::now() >= deadline()) throw;
        connection_->set_deadline(deadline());
      }
    }
  }

  [[nodiscard]] Outcome unanswered() {
    end_upload();
    if (clients_fault_) std::rethrow_exception(clients_fault_);
    const bool may_repeat = is_idempotent(exchange_.method()) && is_there_to_send_again();
    return may_repeat ? Outcome::retryable : Outcome::died;
  }

  /// What may have bytes behind its end that belong to no answer carries no second one.
  [[nodiscard]] bool ends_surely(const http::ResponseHead& head, const http::Framing& framing) const {
    constexpr int kNoContent = 204, kNotModified = 304;
    return head.minor_version == 1 && framing.kind != http::Framing::Kind::until_close &&
           exchange_.method() != "HEAD" && head.status != kNoContent && head.status != kNotModified &&
           !http::lists_token(head.headers, "Connection", "close");
  }

  /// From here on the client is told of a failure only by the answer's breaking off.
  void hand_over(http::ResponseHead& head, const http::Framing& framing) {
    reusable_ = ends_surely(head, framing);
    answering_ = true;
    head.headers = end_to_end(head.headers);
    clean_(head.headers);
    try {
      exchange_.connection().set_write_patience(kSlowReader);
      exchange_.begin_passed_on(head, framing);
      pass_body(framing);
      exchange_.end();
    } catch (const std::exception&) {
      reusable_ = false;
      exchange_.break_off();
    }
  }

  void pass_body(const http::Framing& framing) {
    using Kind = http::Framing::Kind;
    http::Body body(*connection_, framing);
    connection_->set_patience(framing.kind == Kind::length ? settings_.first_byte : settings_.silence);
    connection_->set_deadline({});
    connection_->set_companion(&exchange_.connection(), true);
    if (!connection_->wait_readable(milliseconds{0})) exchange_.flush();
    for (auto piece = body.next(); !piece.empty(); piece = body.next()) exchange_.write(piece);
    // Such an answer ends with its connection: that of a process that ends with it is not complete.
    if (framing.kind == Kind::until_close && !upstream_.lives())
      throw http::Disconnected("the service ended in mid-answer");
  }

  const ProxySettings& settings_;
  const std::function<void(http::Headers&)>& clean_;
  http::Exchange& exchange_;
  const Upstream& upstream_;
  std::unique_ptr<http::Connection> connection_;
  Forwarded& request_;
  const http::Framing framing_;
  std::future<void> upload_;
  std::exception_ptr clients_fault_;
  std::atomic<bool> uploaded_ = false, answering_ = false;
  std::atomic<Clock::rep> moved_ = 0;  ///< when something of the request was last taken
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
  Passing passing(*this, exchange, upstream, std::move(kept), request);
  const Outcome outcome = passing.run(sent);
  // A kept connection that the service closed meanwhile, or wrote to unasked, says nothing of the service.
  const bool says_nothing = was_kept && (outcome == Outcome::retryable || outcome == Outcome::unreadable);
  if (says_nothing && passing.is_there_to_send_again()) {
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
