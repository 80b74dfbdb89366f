#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::store {

enum class WalkMode { none = 0, incremental = 1, full = 2 };

/// A stream's cursor (design 5): the committed mark and, during a walk, its position. Columns of table
/// `stream`.
struct Cursor {
  std::string mark;          ///< everything up to this id is stored; empty: nothing proven
  std::int64_t walk = 0;     ///< number of the last walk started
  std::int64_t settled = 0;  ///< number of the last walk that ended properly
  WalkMode mode = WalkMode::none;
  std::string since;    ///< lower bound of the current walk
  std::string token;    ///< token of the page to continue with; empty: the top
  std::string pending;  ///< newest id met: becomes the next mark
  std::string oldest;   ///< oldest id met
  std::int64_t met = 0;
  bool broken = false;  ///< resumed or restarted: does not prove absence
  std::optional<Instant> full_at;
  std::optional<Instant> complete_from;
  std::optional<Instant> complete_to;
  std::string gap;
  std::string news;                ///< for a part: its change marker (sync::marker_of) when the walk began
  std::optional<Instant> archive;  ///< coverage begins with the service's export of that time
  /// When such an export was last read. Derived from the runs, not saved with the cursor.
  std::optional<Instant> export_read{};
};

/// The validators of a response, for conditional requests.
struct Validator {
  std::string etag, modified;  ///< values of the headers ETag and Last-Modified; empty: not sent
  [[nodiscard]] bool empty() const { return etag.empty() && modified.empty(); }
};

/// Resets the fields of the current walk: it has ended.
void end_walk(Cursor& cursor);

/// Compare two ids by number, or two times of the same spelling: whether `a` is newer, and the newer one.
[[nodiscard]] bool newer_id(std::string_view a, std::string_view b);
[[nodiscard]] const std::string& newest_of(const std::string& a, const std::string& b);

}  // namespace locker::store
