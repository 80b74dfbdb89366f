#include "lib/serve/proxy/proxy.hpp"

#include <memory>

namespace locker::serve {
namespace {

constexpr std::chrono::milliseconds kConnect{100};

}  // namespace

Outcome Proxy::pass_on(http::Exchange& exchange, const Upstream& upstream, Forwarded& request,
                       const std::function<void()>& sent, const std::stop_token& stop) {
  auto connection = is_idempotent(exchange.method()) ? pool_.take(upstream) : nullptr;
  const bool was_kept = connection != nullptr;
  if (!was_kept) {
    try {
      connection =
          std::make_unique<http::Connection>(http::connect_to_loopback(upstream.port, kConnect, stop));
    } catch (const http::Disconnected&) {
      return Outcome::refused;
    }
  }
  ProxyAttempt attempt(settings_, clean_, exchange, upstream, std::move(connection), request);
  const Outcome outcome = attempt.run(sent);
  // On a reused connection these outcomes only mean that the service closed it, or wrote to it unasked, while
  // it was idle.
  const bool says_nothing = was_kept && (outcome == Outcome::retryable || outcome == Outcome::unreadable);
  if (says_nothing && attempt.can_be_resent()) {
    forget(upstream.service);
    return pass_on(exchange, upstream, request, sent, stop);
  }
  if (auto reusable = attempt.reusable()) pool_.keep(upstream, std::move(reusable));
  return outcome;
}

}  // namespace locker::serve
