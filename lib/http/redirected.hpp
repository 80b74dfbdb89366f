#pragma once

#include <memory>

#include "lib/http/transport.hpp"

namespace locker::http {

/// Follows redirects of GET within the origin that was asked, a few of them; where one leads elsewhere
/// it stands as the answer, so that a token goes nowhere else.
[[nodiscard]] std::unique_ptr<Transport> make_redirected(Transport& inner);

}  // namespace locker::http
