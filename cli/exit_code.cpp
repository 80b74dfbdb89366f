#include "cli/exit_code.hpp"

namespace locker::cli {
namespace {

constexpr ExitCode kExitCodes[] = {
    {exit_code::kDone, "done, also if there was nothing new", true},
    {exit_code::kError, "error", true},
    {exit_code::kUsage, "wrong usage", true},
    {exit_code::kPartlyDone, "partly done", false},
    {exit_code::kSignIn, "sign-in needed", false},
    {exit_code::kTemporaryFailure, "for now: rate limit or network", false},
    {exit_code::kPayment, "budget reached, or the service wants payment", false},
    {exit_code::kNoLocker, "no locker here", false},
    {exit_code::kLocked, "locked by another process", false},
    {exit_code::kInterrupted, "interrupted", true},
};

}  // namespace

std::span<const ExitCode> exit_codes() { return kExitCodes; }

}  // namespace locker::cli
