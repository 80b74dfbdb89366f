#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/http/metered.hpp"
#include "lib/http/transport.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/outcome.hpp"
#include "lib/sync/selection.hpp"

namespace locker::sync {

/// What a sync of one account is asked to do.
struct RunRequest {
  std::string account;
  std::string api_base;
  AccountChoice choice;
  bool identity_checked = true;   ///< the sign-in learnt whose token it is
  std::vector<std::string> only;  ///< streams; empty: the account's choice
  WalkOptions walks;
  bool check_deleted = false;
  bool look_up_names = false;
};

/// What it is done with. All outlive the call.
struct RunTools {
  const Home& home;
  const Connector& connector;
  http::Transport& transport;
  const http::RequestMeter& meter;
  store::Writer& writer;
  Clock& clock;
  Caps& caps;
  Progress& progress;
  std::stop_token stop;
  /// Whether a wait was refused (`--max-wait`, `--no-wait`), which ends the run whatever was waited for.
  std::function<bool()> is_out_of_patience{};
};

/// Syncs one account, which is stored already: alone (lock file), stream after stream in the
/// descriptor's order, each on its own: what goes wrong with one does not hinder the others,
/// except what would go wrong with all (design 5; `ends_the_run`). Throws nothing that one stream
/// or the service is to blame for: that is in the report.
[[nodiscard]] AccountReport run_account(const RunRequest& request, const RunTools& tools);

}  // namespace locker::sync
