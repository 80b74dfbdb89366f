#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "lib/http/message.hpp"

namespace locker::serve {

struct ProxySettings {
  std::chrono::milliseconds first_byte{60'000};  ///< until the head, and between pieces of a body of known
                                                 ///< length
  std::chrono::milliseconds silence{650'000};    ///< between pieces of other bodies, which may be event
                                                 ///< streams
  std::chrono::milliseconds refused{3'000};      ///< time to retry a refused connection: services report
                                                 ///< their port before they listen
  std::size_t head_limit = 256 * 1024;
};

/// A request as sent to a service, possibly more than once.
struct Forwarded {
  std::string target;      ///< path and query below the service's own root
  http::Headers headers;   ///< the client's headers without the locker's credentials
  std::string body;        ///< what was read of the body so far, while it is small
  bool replayable = true;  ///< `body` contains all that was read
};

}  // namespace locker::serve
