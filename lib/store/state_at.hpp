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

/// Change number that a query is about; everything now where it is the greatest there can be.
inline constexpr std::int64_t kNow = std::numeric_limits<std::int64_t>::max();

/// The greatest change number whose time is not after `time`; 0 before the first. By number and not
/// by time, so that a clock that jumped does no harm (forms, `--as-of`).
[[nodiscard]] std::int64_t seq_at(const Database& database, Instant time);

/// A record as it was known after a change.
struct RecordState {
  bool deleted = false;
  std::string raw;   ///< of the highest-ranked shape
  std::string json;  ///< merged over its shapes
  std::string text, name;
};

/// Looks records up as they were. Keeps its statements, so use one for many records.
class StateAt {
 public:
  StateAt(const Database& database, const connector::Registry& registry, std::int64_t seq);
  ~StateAt();
  /// Absent if the record was not known yet.
  [[nodiscard]] std::optional<RecordState> of(std::int64_t record);
  /// The newest form of each of its shapes, the highest rank first; none if it was not known yet.
  [[nodiscard]] std::vector<std::string> forms(std::int64_t record);

 private:
  struct Statements;
  const connector::Registry& registry_;
  std::int64_t seq_;
  std::unique_ptr<Statements> statements_;
};

}  // namespace locker::store
