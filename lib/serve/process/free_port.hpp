#pragma once

namespace locker::serve {

/// Returns a port that is currently free. Only a suggestion: the service may choose another. Throws
/// ServiceFailure if there is none.
[[nodiscard]] int free_port();

}  // namespace locker::serve
