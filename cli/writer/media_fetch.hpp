#pragma once

#include <string>

#include "cli/commands/sync.hpp"
#include "lib/http/waiter.hpp"
#include "lib/media/fetch.hpp"
#include "lib/sync/connector.hpp"
#include "lib/sync/outcome.hpp"
#include "lib/sync/progress.hpp"

namespace locker::cli {

/// Fetches the media of an account's own posts (`sync --media`). All arguments must outlive this object.
class MediaFetch {
 public:
  MediaFetch(const SyncOptions& options, Context& context, const std::string& account,
             const sync::Connector& behaviour);

  /// Returns what there is to fetch; nothing for a service without posts.
  [[nodiscard]] media::Plan plan();
  /// Fetches it under the account's sync lock, and adds it to `report` and the ledger as a stream `media`,
  /// whose new records are the files. An error that ends the run is in `report.ended_by`.
  void run(store::Writer& writer, http::Transport& wire, http::Waiter& waiter, sync::Progress& progress,
           sync::AccountReport& report);

 private:
  std::optional<sync::Ending> fetch_or_report(http::Transport& wire, http::Waiter& waiter,
                                              sync::Progress& progress, sync::StreamReport& report);
  void fetch_all(http::Transport& wire, http::Waiter& waiter, sync::Progress& progress,
                 sync::StreamReport& report);

  const SyncOptions& options_;
  Context& context_;
  std::string account_;
  const sync::Connector& behaviour_;
};

/// Returns a description such as `12 files, about 3.4 MB and 5 of unknown size`.
[[nodiscard]] std::string in_words(const media::Plan& plan);

}  // namespace locker::cli
