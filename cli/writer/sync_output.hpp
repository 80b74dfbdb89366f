#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/media/fetch.hpp"
#include "lib/sync/estimate.hpp"
#include "lib/sync/outcome.hpp"

namespace locker::cli {

/// How a sync shows itself: JSON lines, a bar on a terminal, or nothing but a line when a wait begins.
class SyncOutput : public sync::Progress {
 public:
  /// What one account's run came to.
  virtual void account_ends(const sync::AccountReport& report, int exit_code) = 0;
  /// The end of all, with the exit code of the whole.
  virtual void end(int exit_code) = 0;
};

[[nodiscard]] std::unique_ptr<SyncOutput> make_sync_output(Context& context);

/// The line of a failure (`locker: …; run …`): of the run, or of the streams that failed.
[[nodiscard]] std::string failure_line(const sync::AccountReport& report);

/// What a sync of an account would take.
struct AccountEstimate {
  std::string account;
  std::vector<sync::Estimate> streams;
  sync::LookupEstimate lookup;        ///< of --check-deleted; none asked for: no records
  sync::LookupEstimate names;         ///< of --look-up-names; none asked for: no records
  std::vector<std::string> left_out;  ///< streams whose scope was not granted
  std::optional<media::Plan> media;   ///< of --media
};
void show_estimates(const std::vector<AccountEstimate>& estimates, Context& context);

}  // namespace locker::cli
