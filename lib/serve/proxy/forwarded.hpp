#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "lib/http/message.hpp"

namespace locker::serve {

struct ProxySettings {
  std::chrono::milliseconds first_byte{60'000};  ///< until the head, and between pieces of known length
  std::chrono::milliseconds silence{650'000};    ///< between pieces of an answer that may follow events
  std::chrono::milliseconds refused{3'000};      ///< services announce before they listen
  std::size_t head_limit = 256 * 1024;
};

/// A request as a service gets it, perhaps more than once.
struct Forwarded {
  std::string target;      ///< path and query below the service's own root
  http::Headers headers;   ///< what came, without what is the locker's alone
  std::string body;        ///< what was read of the body so far, as long as that is little
  bool replayable = true;  ///< `body` is all that was read
};

}  // namespace locker::serve
