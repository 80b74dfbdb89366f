#pragma once

#include <stop_token>

#include "lib/http/message.hpp"

namespace locker::http {

/// Sends requests. Cross-cutting concerns (retries, rate limits, tokens, tracing) wrap one Transport around
/// another; see make_* in this folder, and sync/session.cpp for their order.
///
/// Returns a response of any status. Throws Error{network} if there was none, and Error{interrupted} within a
/// second of a stop request.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Response send(const Request& request, const std::stop_token& stop) = 0;
};

}  // namespace locker::http
