#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "lib/http/message.hpp"
#include "lib/serve/process/supervisor.hpp"

namespace locker::serve {

/// A request of core itself to a service: a scheduled call or an event.
struct ServiceCall {
  std::string method = "GET";
  std::string path;
  http::Headers headers;
  std::string body;
};

/// Starts the service if necessary, sends the request and reads the response: the head within `patience`, and
/// of the body up to 64 KB that arrive within a moment. Throws ServiceFailure, http::Disconnected,
/// http::BadMessage.
[[nodiscard]] http::Response call_service(Supervisor& services, const std::string& id,
                                          const ServiceCall& call, std::chrono::milliseconds patience,
                                          const std::stop_token& stop);

}  // namespace locker::serve
