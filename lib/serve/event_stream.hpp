#pragma once

#include <stop_token>

#include "lib/http/server/exchange.hpp"
#include "lib/serve/change_feed.hpp"

namespace locker::serve {

/// An event as one JSON object: `{seq, time, action, account, type, id, stream?, record}`.
[[nodiscard]] std::string event_json(const Event& event);

/// Answers with Server-Sent Events (HTML Living Standard, section 9.2): after `Last-Event-ID` or
/// `after=N` every change with a greater number, else new ones only; then what comes, until the client
/// goes or `stop`. Throws Error{usage} for a number that is none.
void stream_events(http::Exchange& exchange, ChangeFeed& feed, const std::stop_token& stop);

}  // namespace locker::serve
