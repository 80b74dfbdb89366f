#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/media/fetch.hpp"
#include "lib/sync/estimate.hpp"
#include "lib/sync/lookup.hpp"

namespace locker::cli {

/// The estimate for a sync of one account.
struct AccountEstimate {
  std::string account;
  bool charges = true;  ///< reading it costs money
  std::vector<sync::Estimate> streams;
  sync::LookupEstimate lookup;        ///< of --check-deleted; otherwise zero
  sync::LookupEstimate names;         ///< of --look-up-names; otherwise zero
  std::vector<std::string> left_out;  ///< streams whose scope was not granted
  std::optional<media::Plan> media;   ///< of --media
};
void show_estimates(const std::vector<AccountEstimate>& estimates, Context& context);

}  // namespace locker::cli
