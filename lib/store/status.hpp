#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/store/database.hpp"
#include "lib/store/run_outcome.hpp"

namespace locker::store {

/// The current state of a stream or of a part of one.
struct StreamStatus {
  std::string stream;  ///< `likes`, `list-members/12`
  std::int64_t members = 0;
  bool under_way = false;  ///< a walk has begun and not ended
  std::optional<Instant> complete_from, complete_to;
  std::optional<Instant> archive;  ///< coverage begins with the service's export of that time
  std::string gap;
  // The last run; `began` is absent if there was none.
  std::optional<Instant> began, ended;
  std::optional<RunOutcome> outcome;  ///< absent: it was interrupted
  std::string message, hint;
  std::int64_t requests = 0, resources = 0, cost = 0;  ///< cost in millionths of a dollar
};

/// The name of `sync --media` among the streams: its members are the stored files.
inline constexpr char kMedia[] = "media";

/// The stream of what services of any kind publish: its members are the records, its last run is their latest
/// change.
inline constexpr char kPublished[] = "published";

/// Photos and videos that could not be downloaded, all for the same reason.
struct MissingMedia {
  std::string problem;
  bool put_off = false;  ///< the next `sync --media` requests them again; else only one with `--full`
  std::int64_t files = 0;
};

struct AccountStatus {
  std::string account, connector, user_id, handle;
  std::optional<std::int64_t> budget;  ///< millionths of a dollar a month; absent: no limit
  std::int64_t month_cost = 0, month_gross = 0, month_resources = 0;
  std::int64_t records = 0, deleted = 0;
  std::vector<StreamStatus> streams;
  std::vector<MissingMedia> missing_media;
};

/// Returns all accounts with their streams, sorted by account name.
[[nodiscard]] std::vector<AccountStatus> status(const Database& database, Instant now);

/// Returns the ids of the current members of a stream.
[[nodiscard]] std::set<std::string, std::less<>> member_keys(const Database& database,
                                                             std::string_view account,
                                                             std::string_view stream);

/// Returns how many ids `locker forget` blocks; which accounts they belong to is not known.
[[nodiscard]] std::int64_t forgotten_ids(const Database& database);

/// Returns each account's handle at its service, as far as known.
[[nodiscard]] std::map<std::string, std::string> handles(const Database& database);

/// Returns each account's monthly budget in millionths of a dollar; absent: no limit.
[[nodiscard]] std::map<std::string, std::optional<std::int64_t>> budgets(const Database& database);

}  // namespace locker::store
