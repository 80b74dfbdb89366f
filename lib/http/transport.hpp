#pragma once

#include <stop_token>

#include "lib/http/message.hpp"

namespace locker::http {

/// Sends one request. What cuts across (retry, rate limits, tokens, trace) wraps one
/// Transport around another; see make_* in this folder and the order in sync/session.cpp.
///
/// Any status is an answer. Throws Error{network} where there was none, Error{interrupted}
/// within a second of a stop.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Response send(const Request& request, const std::stop_token& stop) = 0;
};

}  // namespace locker::http
