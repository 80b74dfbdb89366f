#pragma once

namespace locker::serve {

/// A number that nothing listens at now. Only a suggestion: the service may choose another. Throws
/// ServiceFailure if there is none.
[[nodiscard]] int free_port();

}  // namespace locker::serve
