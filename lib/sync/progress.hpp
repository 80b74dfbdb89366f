#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"
#include "lib/store/run_outcome.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// What was read and changed, in one stream or in a whole run.
struct Totals {
  store::Counts counts;
  std::int64_t requests = 0;   ///< sent, retries included
  std::int64_t resources = 0;  ///< elements of data
  std::int64_t included = 0;   ///< objects included with them
  std::int64_t cost = 0;       ///< charged, in millionths of a dollar
  std::int64_t gross = 0;      ///< the same before same-day repeats, which are free, are deducted
  Totals& operator+=(const Totals& other);
};

/// How the walk of one stream ended.
struct StreamReport {
  store::StreamName stream;
  Totals totals;
  store::RunOutcome outcome;
  std::string message, hint;
  bool is_obtainable = false;  ///< skipped, but available once the user acts on the hint
  bool had_trouble = false;  ///< a follow-up failed for now: the network, or a failure on the service's side
  [[nodiscard]] bool failed() const { return outcome.failed(); }
};

/// Observer of a running sync. Accounts of different services are synced at the same time, so calls for
/// different accounts interleave.
class Progress {
 public:
  virtual ~Progress() = default;
  /// `expected`: the likely number of elements, if known.
  virtual void stream_begins(std::string_view /*account*/, const store::StreamName&,
                             std::optional<std::int64_t> /*expected*/) {}
  /// A page was committed; `totals`: of the stream so far.
  virtual void page_committed(std::string_view /*account*/, const store::StreamName&,
                              const Totals& /*totals*/) {}
  /// The sync waits until `until` because of `reason`.
  virtual void wait_begins(std::string_view /*account*/, std::string_view /*reason*/, Instant /*until*/) {}
  virtual void stream_ends(std::string_view /*account*/, const StreamReport&) {}
  /// One line that the user should read before what follows.
  virtual void say(std::string_view /*account*/, std::string_view /*line*/) {}
};

}  // namespace locker::sync
