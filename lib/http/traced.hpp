#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "lib/base/clock.hpp"
#include "lib/http/transport.hpp"

namespace locker::http {

/// Passes one line per request to `tell` (`-v`): method, URL, status, duration, size, and what is left of the
/// rate limit window. Never a header that could hold a token, and never a body.
[[nodiscard]] std::unique_ptr<Transport> make_traced(Transport& inner, const Clock& clock,
                                                     std::function<void(std::string_view line)> tell);

}  // namespace locker::http
