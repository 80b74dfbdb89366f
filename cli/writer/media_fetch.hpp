#pragma once

#include <string>

#include "cli/commands/sync.hpp"
#include "lib/http/waiter.hpp"
#include "lib/media/fetch.hpp"
#include "lib/sync/connector.hpp"
#include "lib/sync/outcome.hpp"
#include "lib/sync/progress.hpp"

namespace locker::cli {

/// The files of an account's own posts (`sync --media`). All that is passed in outlives it.
class MediaFetch {
 public:
  MediaFetch(const SyncOptions& options, Context& context, const std::string& account,
             const sync::Connector& behaviour);

  /// What there is to fetch; nothing of a service without posts of one's own.
  [[nodiscard]] media::Plan plan();
  /// Fetches it, alone on the account, and tells of it in `report` and the ledger as of a stream called
  /// `media`, whose new records are the files. What ends the run stands in `report.ended_by`.
  void run(store::Writer& writer, http::Transport& wire, http::Waiter& waiter, sync::Progress& progress,
           sync::AccountReport& report);

 private:
  std::optional<sync::Ending> fetch_or_tell(http::Transport& wire, http::Waiter& waiter,
                                            sync::Progress& progress, sync::StreamReport& report);
  void fetch_all(http::Transport& wire, http::Waiter& waiter, sync::Progress& progress,
                 sync::StreamReport& report);

  const SyncOptions& options_;
  Context& context_;
  std::string account_;
  const sync::Connector& behaviour_;
};

/// `12 files, about 3.4 MB and 5 of unknown size`.
[[nodiscard]] std::string in_words(const media::Plan& plan);

}  // namespace locker::cli
