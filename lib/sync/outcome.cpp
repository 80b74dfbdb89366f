#include "lib/sync/outcome.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace locker::sync {
namespace {

constexpr int kDone = 0, kError = 1, kUsage = 2, kPartly = 3, kSignIn = 4, kTemporary = 5, kPayment = 6,
              kNoLocker = 10, kLocked = 11, kInterrupted = 130;

/// What decides alone, wherever it occurred, first in this order.
constexpr std::array<std::pair<ErrorKind, int>, 9> kDecisive = {{{ErrorKind::interrupted, kInterrupted},
                                                                 {ErrorKind::locked, kLocked},
                                                                 {ErrorKind::sign_in, kSignIn},
                                                                 {ErrorKind::payment, kPayment},
                                                                 {ErrorKind::internal, kError},
                                                                 {ErrorKind::usage, kUsage},
                                                                 {ErrorKind::no_locker, kNoLocker},
                                                                 {ErrorKind::rate_limit, kTemporary},
                                                                 {ErrorKind::network, kTemporary}}};

bool is_temporary(const StreamReport& stream) {
  return stream.outcome == name_of(ErrorKind::rate_limit) || stream.outcome == name_of(ErrorKind::network);
}

}  // namespace

bool ends_the_run(ErrorKind kind) {
  // A rate limit is only told of where a wait for it was not allowed, which bounds the whole run. The network
  // may fail one stream and serve the next.
  return kind != ErrorKind::network &&
         std::ranges::find(kDecisive, kind, &std::pair<ErrorKind, int>::first) != kDecisive.end();
}

Error guard_error(const std::string& account, const std::string& stream, std::int64_t guarded) {
  return Error(
      ErrorKind::guard,
      std::to_string(guarded) + " of its members are no longer listed, more than half: kept for now",
      "if that is right, run \"locker sync " + account + " --only " + stream + " --accept-removals\"");
}

int exit_code_of(const AccountReport& report) {
  if (report.ended_by)
    for (const auto& [kind, code] : kDecisive)
      if (report.ended_by->kind == kind) return code;
  const auto failed = std::ranges::count_if(report.streams, &StreamReport::failed);
  const bool any_done =
      std::ranges::any_of(report.streams, [](const auto& s) { return s.outcome == "done"; });
  if (!any_done && failed > 0 && !report.ended_by &&
      std::ranges::all_of(report.streams, [](const auto& s) { return !s.failed() || is_temporary(s); }))
    return kTemporary;
  return failed > 0 || report.ended_by ? kPartly : kDone;
}

int exit_code_of(const std::vector<int>& accounts) {
  if (accounts.empty()) return kDone;
  if (std::ranges::find(accounts, kInterrupted) != accounts.end()) return kInterrupted;
  const bool all_alike = std::ranges::all_of(accounts, [&](int code) { return code == accounts.front(); });
  return all_alike ? accounts.front() : kPartly;
}

}  // namespace locker::sync
