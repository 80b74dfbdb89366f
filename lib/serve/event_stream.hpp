#pragma once

#include <stop_token>

#include "lib/http/server/exchange.hpp"
#include "lib/serve/change_feed.hpp"

namespace locker::serve {

/// Returns an event as a JSON object: `{seq, time, action, account, type, id, stream?, record}`.
[[nodiscard]] std::string event_json(const Event& event);

/// Responds with Server-Sent Events (HTML Living Standard, section 9.2): first the changes after
/// `Last-Event-ID` or `after=N`, if given, then new ones, until the client disconnects or `stop`. Throws
/// Error{usage} if the number is invalid.
void stream_events(http::Exchange& exchange, ChangeFeed& feed, const std::stop_token& stop);

}  // namespace locker::serve
