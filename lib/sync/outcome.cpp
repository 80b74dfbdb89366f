#include "lib/sync/outcome.hpp"

#include <algorithm>
#include <array>

#include "lib/base/exit_code.hpp"

namespace locker::sync {
namespace {

/// Errors that decide the result alone, wherever they occurred.
constexpr std::array kDecisive{ErrorKind::interrupted, ErrorKind::locked,     ErrorKind::sign_in,
                               ErrorKind::payment,     ErrorKind::internal,   ErrorKind::usage,
                               ErrorKind::no_locker,   ErrorKind::rate_limit, ErrorKind::network};

bool is_decisive(ErrorKind kind) { return std::ranges::find(kDecisive, kind) != kDecisive.end(); }

bool is_temporary(const StreamReport& stream) {
  return stream.outcome == ErrorKind::rate_limit || stream.outcome == ErrorKind::network;
}

}  // namespace

bool ends_the_run(ErrorKind kind) {
  // A rate limit is reported only if the wait for it was not allowed, which bounds the whole run. The network
  // may fail for one stream and work for the next.
  return kind != ErrorKind::network && is_decisive(kind);
}

Error guard_error(const std::string& account, const std::string& stream, std::int64_t guarded) {
  return Error(
      ErrorKind::guard,
      std::to_string(guarded) + " of its members are no longer listed, more than half: kept for now",
      "if that is right, run \"locker sync " + account + " --only " + stream + " --accept-removals\"");
}

void note_undecided(AccountReport& report) {
  for (const auto& stream : report.streams)
    if (!report.ended_by && stream.outcome == ErrorKind::payment)
      report.ended_by = Ending{ErrorKind::payment, stream.stream.text() + ": " + stream.message, stream.hint};
}

int exit_code_of(const AccountReport& report) {
  if (report.ended_by && is_decisive(report.ended_by->kind))
    return locker::exit_code_of(report.ended_by->kind);
  const auto failed = std::ranges::count_if(report.streams, &StreamReport::failed);
  const bool any_done =
      std::ranges::any_of(report.streams, [](const auto& s) { return s.outcome.is_done(); });
  if (!any_done && failed > 0 && !report.ended_by &&
      std::ranges::all_of(report.streams, [](const auto& s) { return !s.failed() || is_temporary(s); }))
    return exit_code::kTemporaryFailure;
  return failed > 0 || report.ended_by ? exit_code::kPartlyDone : exit_code::kDone;
}

int exit_code_of(const std::vector<int>& accounts) {
  if (accounts.empty()) return exit_code::kDone;
  if (std::ranges::find(accounts, exit_code::kInterrupted) != accounts.end()) return exit_code::kInterrupted;
  const bool all_alike = std::ranges::all_of(accounts, [&](int code) { return code == accounts.front(); });
  return all_alike ? accounts.front() : exit_code::kPartlyDone;
}

}  // namespace locker::sync
