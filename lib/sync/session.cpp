#include "lib/sync/session.hpp"

#include "lib/auth/authorized.hpp"
#include "lib/http/redirected.hpp"
#include "lib/http/retrying.hpp"
#include "lib/http/throttled.hpp"

namespace locker::sync {

Session::Session(http::Transport& wire, const Connector& connector, auth::TokenSource& tokens,
                 http::Waiter& waiter, std::string api_base, const std::vector<http::RateLimit>& known)
    : metered_(http::make_metered(wire, meter_)),
      noted_(http::make_limit_noting(*metered_, limits_, [&waiter] { return waiter.now(); })),
      throttled_(http::make_throttled(
          *noted_, waiter,
          [&connector](const http::Response& response) {
            return connector.judge({}, response).refusal == Refusal::rate_limit;
          },
          known, &limits_)),
      retrying_(http::make_retrying(*throttled_, waiter)),
      authorized_(auth::make_authorized(*retrying_, tokens, std::move(api_base))),
      redirected_(http::make_redirected(*authorized_)) {}

}  // namespace locker::sync
