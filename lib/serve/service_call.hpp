#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "lib/http/message.hpp"
#include "lib/serve/process/supervisor.hpp"

namespace locker::serve {

/// A request of core's own to a service: a scheduled call, an event.
struct ServiceCall {
  std::string method = "GET";
  std::string path;
  http::Headers headers;
  std::string body;
};

/// Starts the service if it does not run, sends the request, and reads the answer: its head within
/// `patience`, of its body 64 KB and what comes within a moment. Throws ServiceFailure, http::Disconnected,
/// http::BadMessage.
[[nodiscard]] http::Response call_service(Supervisor& services, const std::string& id,
                                          const ServiceCall& call, std::chrono::milliseconds patience,
                                          const std::stop_token& stop);

}  // namespace locker::serve
