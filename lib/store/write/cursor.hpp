#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::store {

enum class WalkMode { none = 0, incremental = 1, full = 2 };

/// A stream's cursor (design 5): the committed mark and, while a walk is under way, where it is.
/// Columns of table `stream`.
struct Cursor {
  std::string mark;          ///< everything up to this id is stored; empty: nothing proven
  std::int64_t walk = 0;     ///< number of the last walk begun
  std::int64_t settled = 0;  ///< number of the last walk that ended properly
  WalkMode mode = WalkMode::none;
  std::string since;    ///< lower bound of the walk under way
  std::string token;    ///< page to go on with; empty: the top
  std::string pending;  ///< newest id met: the next mark
  std::string oldest;   ///< oldest id met
  std::int64_t met = 0;
  bool broken = false;  ///< resumed or restarted: proves no absence
  std::optional<Instant> full_at;
  std::optional<Instant> complete_from;
  std::optional<Instant> complete_to;
  std::string gap;
  std::string news;                ///< of a part: what its record said of news when the walk began
  std::optional<Instant> archive;  ///< coverage begins with the service's export of that time
  /// When such an export was last read. Not saved with it: the runs tell.
  std::optional<Instant> export_read{};
};

/// What an answer was known by, so that the service can be asked whether it has changed.
struct Validator {
  std::string etag, modified;  ///< of the headers ETag and Last-Modified; empty: there was none
  [[nodiscard]] bool empty() const { return etag.empty() && modified.empty(); }
};

/// No walk is under way any more.
void end_walk(Cursor& cursor);

/// The newest of two ids by number, or of two times of the same spelling.
[[nodiscard]] bool newer_id(std::string_view a, std::string_view b);
[[nodiscard]] const std::string& newest_of(const std::string& a, const std::string& b);

}  // namespace locker::store
