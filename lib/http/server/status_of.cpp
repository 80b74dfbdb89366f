#include "lib/http/server/status_of.hpp"

namespace locker::http {

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return 400;
    case ErrorKind::sign_in:
      return 401;
    case ErrorKind::payment:
      return 402;
    case ErrorKind::forbidden:
      return 403;
    case ErrorKind::gone:
    case ErrorKind::no_locker:
      return 404;
    case ErrorKind::locked:
    case ErrorKind::guard:
      return 409;
    case ErrorKind::rate_limit:
      return 429;
    case ErrorKind::network:
    case ErrorKind::malformed:
      return 502;
    case ErrorKind::interrupted:
      return 503;
    case ErrorKind::internal:
      return 500;
  }
  return 500;
}

}  // namespace locker::http
