#pragma once

#include <memory>

#include "lib/http/transport.hpp"

namespace locker::http {

/// Follows a few redirects of GET within the same origin. A redirect to another origin is returned as the
/// response, so that a token is sent nowhere else.
[[nodiscard]] std::unique_ptr<Transport> make_redirected(Transport& inner);

}  // namespace locker::http
