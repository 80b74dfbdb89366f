#pragma once

#include "lib/http/server/exchange.hpp"
#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"

namespace locker::service {

/// Responds with all objects of the streams, stream by stream, each object once. Only the streams' record
/// numbers are held in memory.
void join_streams(http::Exchange& exchange, const Account& account, const JoinedStreams& joined);

}  // namespace locker::service
