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
  std::int64_t given_up = 0;  ///< those that an earlier run found to be gone or refused

  [[nodiscard]] std::int64_t known_bytes() const;
  [[nodiscard]] std::int64_t of_unknown_size() const;
};

/// The media of a stream's live members, oldest first. `again`: also what an earlier run could not have.
[[nodiscard]] Plan plan_fetch(Keeper& keeper, std::string_view stream, const FindMedia& find, bool again);

struct FetchReport {
  std::int64_t stored = 0, shared = 0, bytes = 0;
  std::int64_t put_off = 0;           ///< of the problems, those that a later run may not have
  std::string first_put_off;          ///< why the first of those could not be had
  std::vector<std::string> problems;  ///< not fatal; each is noted with its medium
};

/// Fetches one after the other. What is gone or refused is not asked for again; what its host did not
/// answer for is put off, and after some of those in a row that host is asked for nothing more: those of
/// others are fetched all the same. `told` is called after each with how many are done.
[[nodiscard]] FetchReport fetch(Keeper& keeper, const Plan& plan, http::Transport& transport,
                                http::Waiter& waiter, Clock& clock, const DownloadLimits& limits,
                                const std::function<void(std::int64_t done, const FetchReport&)>& told,
                                const std::stop_token& stop);

}  // namespace locker::media
