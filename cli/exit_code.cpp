#include "cli/exit_code.hpp"

namespace locker::cli {

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::internal:
    case ErrorKind::gone:
      return 1;
    case ErrorKind::usage:
      return 2;
    case ErrorKind::forbidden:
    case ErrorKind::malformed:
    case ErrorKind::guard:
      return 3;
    case ErrorKind::sign_in:
      return 4;
    case ErrorKind::rate_limit:
    case ErrorKind::network:
      return 5;
    case ErrorKind::payment:
      return 6;
    case ErrorKind::no_locker:
      return 10;
    case ErrorKind::locked:
      return 11;
    case ErrorKind::interrupted:
      return 130;
  }
  return 1;
}

}  // namespace locker::cli
