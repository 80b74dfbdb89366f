#include "lib/serve/forwarder.hpp"

#include <utility>

#include "lib/http/server/server.hpp"
#include "lib/serve/headers.hpp"
#include "lib/serve/proxy/end_to_end.hpp"

namespace locker::serve {
namespace {

constexpr int kMostStarts = 3;
/// A process's connections break a moment before its end is known.
constexpr std::chrono::milliseconds kEnding{1'000};
constexpr std::size_t kMostNoted = 200;

ServiceFailure failure_of(Outcome outcome, const std::string& id) {
  if (outcome == Outcome::timed_out) return {504, "no-answer", id + " did not answer in time"};
  if (outcome == Outcome::refused) return {502, "refused", id + " does not listen at the port that it named"};
  if (outcome == Outcome::unreadable) return {502, "unreadable", id + " answered something that is not HTTP"};
  if (outcome == Outcome::endless_interim)
    return {502, "unreadable", id + " says without pause that it works on it, and nothing else"};
  return {502, "died", id + " ended before it answered"};
}

/// The reason given while core stops, whatever the service does meanwhile.
constexpr char kBusy[] = "busy";

ServiceFailure stopping() { return {503, "stopping", "the server stops"}; }

/// Sets a header that only core may set; without a value it is removed.
void say(http::Headers& headers, std::string_view name, const std::string& value) {
  std::erase_if(headers, [&](const auto& header) { return http::same_name(header.first, name); });
  if (!value.empty()) headers.emplace_back(name, value);
}

void answer_failure(http::Exchange& exchange, const std::string& id, const ServiceFailure& failure) {
  exchange.answer(failure.status, "application/json",
                  http::error_body(failure.kind, failure.what(), {{"service", id}}),
                  failure.kind == kBusy ? http::Headers{{"Retry-After", "1"}} : http::Headers{});
}

}  // namespace

Forwarder::Forwarder(Parts parts, const ProxySettings& settings, std::stop_token stop)
    : parts_(parts),
      settings_(settings),
      stop_(std::move(stop)),
      proxy_(settings, [access_control = &parts.access_control](http::Headers& headers) {
        access_control->scrub_response(headers);
      }) {}

void Forwarder::pass_on(Request& request, const std::string& id, const std::string& target) {
  const bool by_service = !request.service.empty();
  const int hops = hops_of(request.exchange.request().headers);
  const auto permit = limiter_.enter(id, by_service);
  if (hops >= kMostHops || !permit) return refuse_excess(request.exchange, id, hops);
  Forwarded forwarded;
  forwarded.target = target;
  forwarded.headers = end_to_end(request.exchange.request().headers);
  parts_.access_control.scrub(forwarded.headers);
  if (hops > 0 || by_service) set_hops(forwarded.headers, hops + 1);
  say(forwarded.headers, kCallerHeader, request.service);
  forward(request.exchange, id, forwarded);
}

void Forwarder::refuse_excess(http::Exchange& exchange, const std::string& id, int hops) {
  const bool is_loop = hops >= kMostHops;
  const ServiceFailure failure{is_loop ? 508 : 503, is_loop ? "loop" : kBusy,
                               is_loop ? id + " is called by a service that it calls itself"
                                       : id + " has too many requests under way; does it call itself?"};
  parts_.diary.write(id, std::string(exchange.method()) + " was refused: " + failure.what());
  answer_failure(exchange, id, failure);
}

Outcome Forwarder::try_once(http::Exchange& exchange, const std::string& id, Supervisor::Pass& pass,
                            Forwarded& forwarded) {
  say(forwarded.headers, kKeyHeader, pass.key());
  const auto lives = [&] { return parts_.supervisor.lives(id, pass.generation()); };
  return proxy_.pass_on(
      exchange, {id, pass.port(), pass.generation(), lives}, forwarded, [&] { pass.sent(); }, stop_);
}

/// A service reports its port before it listens, so a refused connection is retried for a moment while the
/// service lives. If it ended before anything was sent, the request goes to its next life, whatever the
/// method.
Outcome Forwarder::try_until_ready(http::Exchange& exchange, const std::string& id, Supervisor::Pass& pass,
                                   Forwarded& forwarded) {
  const auto give_up = pass.ready() + settings_.refused;
  for (;;) {
    const auto outcome = try_once(exchange, id, pass, forwarded);
    if (outcome != Outcome::refused) return outcome;
    if (!parts_.supervisor.is_current(id, pass.generation())) return Outcome::retryable;
    if (std::chrono::steady_clock::now() < give_up) continue;
    pass.sent();  // lets held requests proceed
    return parts_.supervisor.await_end(id, pass.generation(), kEnding, stop_) ? Outcome::retryable : outcome;
  }
}

/// Tries one life of the service. If the request is to be resent, waits for the end of that life, so that it
/// goes to the next one.
Outcome Forwarder::try_one_process(http::Exchange& exchange, const std::string& id, Forwarded& forwarded) {
  auto pass = parts_.supervisor.enter(id, stop_);
  const Outcome outcome = try_until_ready(exchange, id, pass, forwarded);
  if (outcome != Outcome::retryable) return outcome;
  pass.sent();  // lets held requests proceed
  parts_.supervisor.await_end(id, pass.generation(), kEnding, stop_);
  proxy_.forget(id);
  return outcome;
}

void Forwarder::forward(http::Exchange& exchange, const std::string& id, Forwarded& forwarded) {
  Outcome outcome = Outcome::retryable;
  try {
    for (int start = 0; start < kMostStarts && outcome == Outcome::retryable; ++start)
      outcome = try_one_process(exchange, id, forwarded);
  } catch (const ServiceFailure& failure) {
    return answer_failure(exchange, id, is_stopping() ? stopping() : failure);  // already in the diary
  }
  if (outcome == Outcome::answered) return;
  const ServiceFailure failure = is_stopping() ? stopping() : failure_of(outcome, id);
  parts_.diary.write(id, std::string(exchange.method()) + " " + forwarded.target.substr(0, kMostNoted) +
                             ": " + failure.what());
  answer_failure(exchange, id, failure);
}

}  // namespace locker::serve
