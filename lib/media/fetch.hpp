#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lib/media/download.hpp"
#include "lib/media/found.hpp"
#include "lib/media/keeper.hpp"

namespace locker::media {

/// The media of a record's newest forms, highest rank first; in the order in which it shows them.
using FindMedia = std::function<std::vector<Found>(const store::StoredForm&)>;

/// A medium whose file is wanted.
struct Wanted {
  store::Medium medium;
  std::int64_t bytes = 0;
};

/// What there is to fetch.
struct Plan {
  std::vector<Wanted> wanted;
  std::int64_t kept = 0;      ///< those that are here already
  std::int64_t given_up = 0;  ///< those that an earlier run could not have

  [[nodiscard]] std::int64_t known_bytes() const;
  [[nodiscard]] std::int64_t of_unknown_size() const;
};

/// The media of a stream's live members, oldest first. `again`: also what an earlier run could not have.
[[nodiscard]] Plan plan_fetch(Keeper& keeper, std::string_view stream, const FindMedia& find, bool again);

struct FetchReport {
  std::int64_t stored = 0, shared = 0, bytes = 0;
  std::int64_t put_off = 0;           ///< of the problems, those that a later run may not have
  std::vector<std::string> problems;  ///< not fatal; gone and refused are noted, and not asked for again
};

/// Fetches one after the other. `told` is called after each with how many are done.
[[nodiscard]] FetchReport fetch(Keeper& keeper, const Plan& plan, http::Transport& transport,
                                http::Waiter& waiter, Clock& clock, const DownloadLimits& limits,
                                const std::function<void(std::int64_t done, const FetchReport&)>& told,
                                const std::stop_token& stop);

}  // namespace locker::media
