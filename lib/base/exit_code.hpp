#pragma once

#include "lib/base/error.hpp"

namespace locker {

/// The exit codes of the program (design 6).
namespace exit_code {
inline constexpr int kDone = 0, kError = 1, kUsage = 2, kPartlyDone = 3, kSignIn = 4, kTemporaryFailure = 5,
                     kPayment = 6, kNoLocker = 10, kLocked = 11, kInterrupted = 130;
}  // namespace exit_code

/// Returns the exit code for an error of this kind.
[[nodiscard]] int exit_code_of(ErrorKind kind);

}  // namespace locker
