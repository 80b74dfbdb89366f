#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

struct SyncOptions {
  std::vector<std::string> accounts;  ///< ids or connector names; empty: all
  bool one_account = false;           ///< only the account with exactly that id, not all of a connector
  std::vector<std::string> only;      ///< streams
  bool full = false;
  bool check_deleted = false;
  bool accept_removals = false;
  bool dry_run = false;
  bool replaces_budget = false;    ///< max_cost was typed; one from a variable or the file does not
  std::optional<double> max_cost;  ///< dollars, for this run
  std::optional<long> max_items;
  std::string max_wait;  ///< a duration; empty: unlimited
  bool no_wait = false;
  bool look_up_names = false;  ///< of people of whom only the id is known
  bool media = false;          ///< fetch photos and videos of own posts too
  long media_limit = 1000;     ///< greatest size of one file, in megabytes
};
int run_sync(const SyncOptions& options, Context& context);

}  // namespace locker::cli
