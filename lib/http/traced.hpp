#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "lib/base/clock.hpp"
#include "lib/http/transport.hpp"

namespace locker::http {

/// Tells each request in one line (`-v`): method, address, status, time taken, size, and what is left
/// of the window. Never a header that could hold a token, nor a body.
[[nodiscard]] std::unique_ptr<Transport> make_traced(Transport& inner, const Clock& clock,
                                                     std::function<void(std::string_view line)> tell);

}  // namespace locker::http
