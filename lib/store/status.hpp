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

/// A stream, or a part of one, as it stands.
struct StreamStatus {
  std::string stream;  ///< `likes`, `list-members/12`
  std::int64_t members = 0;
  bool under_way = false;  ///< a walk was begun and not ended
  std::optional<Instant> complete_from, complete_to;
  std::optional<Instant> archive;  ///< coverage begins with the service's export of that time
  std::string gap;
  // The last run; none yet where `began` is absent.
  std::optional<Instant> began, ended;
  std::optional<RunOutcome> outcome;  ///< absent: it was cut
  std::string message, hint;
  std::int64_t requests = 0, resources = 0, cost = 0;  ///< cost in millionths of a dollar
};

/// What `sync --media` is called among the streams: its members are the files that are kept.
inline constexpr char kMedia[] = "media";

/// What services of any kind publish: its members are the records, its last run is the last news among them.
inline constexpr char kPublished[] = "published";

/// Photos and films that could not be had, all for the same reason.
struct MissingMedia {
  std::string problem;
  bool put_off = false;  ///< the next `sync --media` asks again; else only one with `--full`
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

/// All accounts with their streams, in the order in which they were first synced.
[[nodiscard]] std::vector<AccountStatus> status(const Database& database, Instant now);

/// The ids of the current members of a stream.
[[nodiscard]] std::set<std::string, std::less<>> member_keys(const Database& database,
                                                             std::string_view account,
                                                             std::string_view stream);

/// How many ids `locker forget` keeps out; of whose account they are is not known.
[[nodiscard]] std::int64_t forgotten_ids(const Database& database);

/// What each account is called at its service, as far as it said so.
[[nodiscard]] std::map<std::string, std::string> handles(const Database& database);

/// What each account may cost in a month, in millionths of a dollar; absent: no limit.
[[nodiscard]] std::map<std::string, std::optional<std::int64_t>> budgets(const Database& database);

}  // namespace locker::store
