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

/// The parameters of the sync of one account.
struct RunRequest {
  std::string account;
  std::string api_base;
  AccountChoice choice;
  bool identity_checked = true;   ///< the sign-in confirmed whose token it is
  std::vector<std::string> only;  ///< streams; empty: the account's choice
  WalkOptions walks;
  bool check_deleted = false;
  bool look_up_names = false;
};

/// What the sync works with. All of it must outlive the call.
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
  /// Returns true if a wait was refused (`--max-wait`, `--no-wait`), which ends the run whatever it was for.
  std::function<bool()> is_wait_refused{};
};

/// Syncs one account, which is stored already. Holds the account's lock file and walks its streams in the
/// descriptor's order. The failure of one stream does not affect the others, unless all of them would fail
/// alike (design 5; `ends_the_run`). Errors caused by a stream or by the service are in the report, not
/// thrown.
[[nodiscard]] AccountReport run_account(const RunRequest& request, const RunTools& tools);

}  // namespace locker::sync
