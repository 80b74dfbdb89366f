#include "cli/exit_code.hpp"

namespace locker::cli {
namespace {

constexpr ExitCode kExitCodes[] = {
    {0, "done, also if there was nothing new", true},
    {1, "error", true},
    {2, "wrong usage", true},
    {3, "partly done", false},
    {4, "sign-in needed", false},
    {5, "for now: rate limit or network", false},
    {6, "budget reached, or the service wants payment", false},
    {10, "no locker here", false},
    {11, "locked by another process", false},
    {130, "interrupted", true},
};

}  // namespace

std::span<const ExitCode> exit_codes() { return kExitCodes; }

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
