#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "cli/context.hpp"
#include "lib/sync/outcome.hpp"

namespace locker::cli {

/// How a sync shows itself: JSON lines, bars on a terminal, or nothing but a line when a wait begins. Each
/// call may come from another thread.
class SyncOutput : public sync::Progress {
 public:
  /// A line of `-v`.
  virtual void trace(std::string_view line) = 0;
  /// What one account's run came to.
  virtual void account_ends(const sync::AccountReport& report, int exit_code) = 0;
  /// The end of all, with the exit code of the whole.
  virtual void end(int exit_code) = 0;
};

/// Whether what goes on is shown while it does.
[[nodiscard]] bool shows_progress(const Context& context);

/// Of `free_accounts` a person is told nothing about money.
[[nodiscard]] std::unique_ptr<SyncOutput> make_sync_output(Context& context,
                                                           std::set<std::string> free_accounts);

/// The line of a failure (`locker: …; run …`): of the run, or of the streams that failed.
[[nodiscard]] std::string failure_line(const sync::AccountReport& report);

}  // namespace locker::cli
