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
  /// Greatest size of a body, decompressed, that is not passed on piece by piece. A page takes several times
  /// its size until it is stored, and a sync of any size at most 100 MB.
  std::size_t most_bytes = 16u << 20;
};

/// An HTTP client based on libcurl. Connections are reused: one per host and concurrent request. Thread-safe.
/// Follows no redirects, so that a token is sent nowhere else. Throws Error{network} for a response that is
/// truncated or stalls, Error{malformed} for one that exceeds `most_bytes`.
[[nodiscard]] std::unique_ptr<Transport> make_curl_transport(CurlOptions options = {});

}  // namespace locker::http
