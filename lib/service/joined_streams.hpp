#pragma once

#include "lib/http/server/exchange.hpp"
#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"

namespace locker::service {

/// Answers with all objects of the streams, stream after stream, each object once. Of the streams only
/// the record numbers are held in memory.
void join_streams(http::Exchange& exchange, const Account& account, const JoinedStreams& joined);

}  // namespace locker::service
