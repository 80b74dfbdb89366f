#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "lib/http/transport.hpp"

namespace locker::http {

struct CurlOptions {
  std::string user_agent = "locker";
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(20);
  /// A response that sends nothing for this long is abandoned.
  std::chrono::milliseconds stall_timeout = std::chrono::seconds(60);
  std::size_t most_bytes = 64u << 20;  ///< greatest size of a body, decompressed
};

/// An HTTP client based on libcurl. Connections are reused: one per host and concurrent request. Thread-safe.
/// Follows no redirects, so that a token is sent nowhere else. Throws Error{network} for a response that is
/// truncated or stalls, Error{malformed} for one that exceeds `most_bytes`.
[[nodiscard]] std::unique_ptr<Transport> make_curl_transport(CurlOptions options = {});

}  // namespace locker::http
