#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// A change number above all others: a query at this number sees the present state.
inline constexpr std::int64_t kNow = std::numeric_limits<std::int64_t>::max();

/// Returns the greatest change number whose time is not after `time`; 0 before the first. States are selected
/// by number, not by time, so a clock that jumped does no harm (forms, `--as-of`).
[[nodiscard]] std::int64_t seq_at(const Database& database, Instant time);

/// A record as it was known after a change.
struct RecordState {
  bool deleted = false;
  std::string raw;   ///< of the highest-ranked shape
  std::string json;  ///< merged over its shapes
  std::string text, name;
};

/// Looks up earlier states of records. Keeps its prepared statements, so use one instance for many records.
class StateAt {
 public:
  StateAt(const Database& database, const connector::Registry& registry, std::int64_t seq);
  ~StateAt();
  /// Absent if the record was not known yet.
  [[nodiscard]] std::optional<RecordState> of(std::int64_t record);
  /// Returns the newest form of each of its shapes, highest rank first; none if the record was not known yet.
  [[nodiscard]] std::vector<std::string> forms(std::int64_t record);

 private:
  struct Statements;
  const connector::Registry& registry_;
  std::int64_t seq_;
  std::unique_ptr<Statements> statements_;
};

}  // namespace locker::store
