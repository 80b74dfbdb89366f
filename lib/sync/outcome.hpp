#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/sync/lookup.hpp"
#include "lib/sync/progress.hpp"

namespace locker::sync {

/// The error that ended an account's run before all its streams were walked.
struct Ending {
  ErrorKind kind = ErrorKind::internal;
  std::string message, hint;
};

/// The result of one account's run.
struct AccountReport {
  std::string account;
  std::vector<StreamReport> streams;
  Totals totals;
  std::optional<Ending> ended_by;
  std::optional<LookupReport> lookup;
  bool identified = false;  ///< the service confirmed in this run whose token it is
  /// Records that a full walk no longer listed and that can be looked up, and what that would cost.
  std::int64_t no_longer_listed = 0;
  LookupEstimate lookup_estimate;
};

/// Returns true if an error of this kind ends the whole run rather than one stream.
[[nodiscard]] bool ends_the_run(ErrorKind kind);

/// Returns the error of a stream whose guard held back `guarded` removals.
[[nodiscard]] Error guard_error(const std::string& account, const std::string& stream, std::int64_t guarded);

/// Notes at the end of a run that a limit had no room for a stream's deciding walk, which hindered no other
/// stream.
void note_undecided(AccountReport& report);

/// The exit code of one account's sync (forms, "Exit code of a sync").
[[nodiscard]] int exit_code_of(const AccountReport& report);

/// The exit code of a sync of several: theirs if they agree, else 3; an interruption always wins.
[[nodiscard]] int exit_code_of(const std::vector<int>& accounts);

}  // namespace locker::sync
