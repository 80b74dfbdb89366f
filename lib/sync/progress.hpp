#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// What was read and changed, of one stream or of a whole run.
struct Totals {
  store::Counts counts;
  std::int64_t requests = 0;   ///< sent, retries included
  std::int64_t resources = 0;  ///< elements of data
  std::int64_t included = 0;   ///< objects beside them
  std::int64_t cost = 0;       ///< charged, in millionths of a dollar
  std::int64_t gross = 0;      ///< the same without free repeats
  Totals& operator+=(const Totals& other);
};

/// How the walk of one stream ended.
struct StreamReport {
  store::StreamName stream;
  Totals totals;
  std::string outcome = "done";  ///< "done", "skipped", or name_of(ErrorKind)
  std::string message, hint;
  bool may_be_had = false;  ///< skipped as a whole, and told if the person does something
  [[nodiscard]] bool failed() const { return outcome != "done" && outcome != "skipped"; }
};

/// Told of what happens while a sync runs; shows it to a person or a program, or not at all. Accounts of
/// different services are synced at the same time, so that what is told of them comes in any order.
class Progress {
 public:
  virtual ~Progress() = default;
  /// `expected`: how many elements it may have, where that can be known.
  virtual void stream_begins(std::string_view /*account*/, const store::StreamName&,
                             std::optional<std::int64_t> /*expected*/) {}
  /// A page was committed; `totals` are the stream's so far.
  virtual void page_committed(std::string_view /*account*/, const store::StreamName&,
                              const Totals& /*totals*/) {}
  /// Nothing happens until then, because of `reason`.
  virtual void wait_begins(std::string_view /*account*/, std::string_view /*reason*/, Instant /*until*/) {}
  virtual void stream_ends(std::string_view /*account*/, const StreamReport&) {}
  /// One line that a person should read before what comes next.
  virtual void say(std::string_view /*account*/, std::string_view /*line*/) {}
};

}  // namespace locker::sync
