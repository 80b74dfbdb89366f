#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lib/media/download.hpp"
#include "lib/media/found.hpp"
#include "lib/media/keeper.hpp"

namespace locker::media {

/// Returns the media in one form of a record, in their order. Called for the newest forms, highest rank
/// first.
using FindMedia = std::function<std::vector<Found>(const store::StoredForm&)>;

/// A medium whose file is to be fetched.
struct Wanted {
  store::Medium medium;
  std::int64_t bytes = 0;
};

/// The media to fetch, and those that need no request.
struct Plan {
  std::vector<Wanted> wanted;
  std::int64_t kept = 0;      ///< already stored
  std::int64_t given_up = 0;  ///< found gone or refused by an earlier run

  [[nodiscard]] std::int64_t known_bytes() const;
  [[nodiscard]] std::int64_t of_unknown_size() const;
};

/// Plans the media of what the user made, whose stream is `stream`, oldest first; including deleted records,
/// whose media may still exist. `again`: includes those that an earlier run gave up.
[[nodiscard]] Plan plan_fetch(Keeper& keeper, const connector::Stream& stream, const FindMedia& find,
                              bool again);

struct FetchReport {
  std::int64_t stored = 0, shared = 0, bytes = 0;
  std::int64_t put_off = 0;           ///< number of problems that a later run may not meet
  std::string first_put_off;          ///< reason of the first of those
  std::vector<std::string> problems;  ///< not fatal; each is stored with its medium
};

/// Fetches the media one after the other. Those gone or refused are not requested again; those whose host
/// fails are put off, and after several failures in a row that host is skipped while other hosts go on. Calls
/// `on_progress` after each medium with the number done.
[[nodiscard]] FetchReport fetch(Keeper& keeper, const Plan& plan, http::Transport& transport,
                                http::Waiter& waiter, Clock& clock, const DownloadLimits& limits,
                                const std::function<void(std::int64_t done, const FetchReport&)>& on_progress,
                                const std::stop_token& stop);

}  // namespace locker::media
