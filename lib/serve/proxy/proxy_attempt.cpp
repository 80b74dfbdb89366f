#include "lib/serve/proxy/proxy_attempt.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/serve/proxy/end_to_end.hpp"

namespace locker::serve {
namespace {

using std::chrono::milliseconds;
using Cause = http::Disconnected::Cause;

/// Greatest number of interim responses before the response: an hour of a long sync.
constexpr int kMostInterim = 240;
/// Interim responses that arrive more often than that, on average, are considered abuse.
constexpr std::chrono::seconds kHonestPause{1};

}  // namespace

bool is_idempotent(std::string_view method) {
  constexpr std::array<std::string_view, 6> kMethods{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::ranges::find(kMethods, method) != kMethods.end();
}

ProxyAttempt::ProxyAttempt(const ProxySettings& settings, const Clean& clean, http::Exchange& exchange,
                           const Upstream& upstream, std::unique_ptr<http::Connection> connection,
                           Forwarded& request)
    : settings_(settings),
      clean_(clean),
      exchange_(exchange),
      upstream_(upstream),
      connection_(std::move(connection)),
      upload_(exchange, *connection_, request, settings.first_byte) {}

Outcome ProxyAttempt::run(const std::function<void()>& sent) {
  upload_.read_small_body();
  try {
    upload_.send();
  } catch (const http::Disconnected& gone) {
    // The service may have rejected the body and responded before it closed the connection.
    if (gone.cause == Cause::timeout) return Outcome::timed_out;
  }
  sent();
  try {
    http::ResponseHead head = receive_head();
    const http::Framing framing = http::framing_of(head, exchange_.method());
    return hand_over(head, framing);
  } catch (const EndlessInterim&) {
    return Outcome::endless_interim;
  } catch (const http::BadMessage&) {
    return Outcome::unreadable;
  } catch (const http::Disconnected& gone) {
    return outcome_of(gone);
  }
}

bool ProxyAttempt::can_be_resent() {
  upload_.end();
  return upload_.is_replayable();
}

std::unique_ptr<http::Connection> ProxyAttempt::reusable() {
  upload_.end();
  connection_->set_companion(nullptr, false);
  return reusable_ && upload_.is_complete() ? std::move(connection_) : nullptr;
}

/// Its timeout begins when the request has been sent.
http::ResponseHead ProxyAttempt::receive_head() {
  constexpr int kSwitching = 101, kFinal = 200;
  connection_->set_patience(settings_.first_byte);
  connection_->set_deadline(upload_.deadline());
  connection_->set_companion(&exchange_.connection(), false);
  const auto begun = Upload::Clock::now();
  for (int interim = 0; interim < kMostInterim; ++interim) {
    const std::string bytes = read_head();
    if (bytes.empty()) throw http::Disconnected("no answer came");
    http::ResponseHead head = http::parse_response_head(bytes);
    if (head.status == kSwitching) throw http::BadMessage(502, "another protocol");
    if (head.status >= kFinal) return head;
    upload_.moved();  // an interim response is activity
    connection_->set_deadline(upload_.deadline());
  }
  if (Upload::Clock::now() - begun < kMostInterim * kHonestPause) throw EndlessInterim();
  throw http::Disconnected("it said that it works on it, and nothing else", Cause::timeout);
}

std::string ProxyAttempt::read_head() {
  for (;;) {
    try {
      return connection_->read_head(settings_.head_limit);
    } catch (const http::Disconnected& gone) {
      if (gone.cause != Cause::timeout || Upload::Clock::now() >= upload_.deadline()) throw;
      connection_->set_deadline(upload_.deadline());
    }
  }
}

Outcome ProxyAttempt::outcome_of(const http::Disconnected& gone) {
  if (gone.cause == Cause::closed) return connection_->has_rest() ? Outcome::unreadable : unanswered();
  if (gone.cause == Cause::companion) exchange_.break_off();
  return gone.cause == Cause::timeout ? Outcome::timed_out : Outcome::answered;
}

Outcome ProxyAttempt::unanswered() {
  upload_.end();
  upload_.rethrow_client_error();
  return is_idempotent(exchange_.method()) && upload_.is_replayable() ? Outcome::retryable : Outcome::died;
}

/// True if no bytes that belong to no response can follow it; only then is the connection reused.
bool ProxyAttempt::ends_surely(const http::ResponseHead& head, const http::Framing& framing) const {
  constexpr int kNoContent = 204, kNotModified = 304;
  return head.minor_version == 1 && framing.kind != http::Framing::Kind::until_close &&
         exchange_.method() != "HEAD" && head.status != kNoContent && head.status != kNotModified &&
         !http::lists_token(head.headers, "Connection", "close");
}

/// Once the response has begun, an error can be reported to the client only by aborting it.
Outcome ProxyAttempt::hand_over(http::ResponseHead& head, const http::Framing& framing) {
  const bool ends = ends_surely(head, framing);
  head.headers = end_to_end(head.headers);
  clean_(head.headers);
  try {
    exchange_.connection().set_write_patience(http::kSlowReaderPatience);
    pass_response(head, framing);
    exchange_.end();
    reusable_ = ends;
  } catch (const http::BadMessage&) {
    if (!exchange_.has_begun()) return Outcome::unreadable;
    exchange_.break_off();
  } catch (const std::exception&) {
    exchange_.break_off();
  }
  return Outcome::answered;
}

/// Begins the response with the first piece of the body if that has come already: if it is broken, the
/// client can still be told.
void ProxyAttempt::pass_response(const http::ResponseHead& head, const http::Framing& framing) {
  using Kind = http::Framing::Kind;
  http::Body body(*connection_, framing);
  connection_->set_patience(framing.kind == Kind::length ? settings_.first_byte : settings_.silence);
  connection_->set_deadline({});
  connection_->set_companion(&exchange_.connection(), true);
  const bool has_come = connection_->wait_readable(milliseconds{0});
  auto piece = has_come ? body.next() : std::string_view();
  upload_.answer_begins();
  exchange_.begin_forwarded(head, framing);
  if (!has_come) {
    exchange_.flush();
    piece = body.next();
  }
  for (; !piece.empty(); piece = body.next()) exchange_.write(piece);
  // Such a response ends with its connection: if the process has ended, too, it may be truncated.
  if (framing.kind == Kind::until_close && !upstream_.lives())
    throw http::Disconnected("the service ended in mid-answer");
}

}  // namespace locker::serve
