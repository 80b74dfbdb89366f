#include "lib/base/exit_code.hpp"

namespace locker {

int exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::internal:
    case ErrorKind::gone:
      return exit_code::kError;
    case ErrorKind::usage:
      return exit_code::kUsage;
    case ErrorKind::forbidden:
    case ErrorKind::malformed:
    case ErrorKind::guard:
      return exit_code::kPartlyDone;
    case ErrorKind::sign_in:
      return exit_code::kSignIn;
    case ErrorKind::rate_limit:
    case ErrorKind::network:
      return exit_code::kTemporaryFailure;
    case ErrorKind::payment:
      return exit_code::kPayment;
    case ErrorKind::no_locker:
      return exit_code::kNoLocker;
    case ErrorKind::locked:
      return exit_code::kLocked;
    case ErrorKind::interrupted:
      return exit_code::kInterrupted;
  }
  return exit_code::kError;
}

}  // namespace locker
