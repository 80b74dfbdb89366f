#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "lib/http/transport.hpp"

namespace locker::http {

struct CurlOptions {
  std::string user_agent = "locker";
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(20);
  /// An answer of which nothing came for that long is given up.
  std::chrono::milliseconds stall_timeout = std::chrono::seconds(60);
  std::size_t most_bytes = 64u << 20;  ///< of a body, unpacked
};

/// HTTP by libcurl: connections are kept open and used again, one to a host for each request under way at
/// the same time. May be used by many threads. Follows no redirects, so that a token goes
/// nowhere else; gives up an answer that is cut or stalls as Error{network}, one that is larger than it may
/// be as Error{malformed}.
[[nodiscard]] std::unique_ptr<Transport> make_curl_transport(CurlOptions options = {});

}  // namespace locker::http
