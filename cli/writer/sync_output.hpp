#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "cli/context.hpp"
#include "lib/sync/outcome.hpp"

namespace locker::cli {

/// Output of a sync: JSON lines, progress on a terminal, or nothing but a line when a wait begins. Calls may
/// come from different threads.
class SyncOutput : public sync::Progress {
 public:
  /// A trace line (`-v`).
  virtual void trace(std::string_view line) = 0;
  /// The result of one account's run.
  virtual void account_ends(const sync::AccountReport& report, int exit_code) = 0;
  /// The end of the whole run, with its exit code.
  virtual void end(int exit_code) = 0;
};

/// True if progress is displayed.
[[nodiscard]] bool shows_progress(const Context& context);

/// Omits costs for `free_accounts` in human-readable output.
[[nodiscard]] std::unique_ptr<SyncOutput> make_sync_output(Context& context,
                                                           std::set<std::string> free_accounts);

/// Returns the failure line (`locker: …; run …`) of the run, or of the streams that failed.
[[nodiscard]] std::string failure_line(const sync::AccountReport& report);

}  // namespace locker::cli
