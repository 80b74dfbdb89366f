#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// What one walk of a stream has met so far, in its order (table `met`). Stored as one row per transaction,
/// so that meeting a member that stays in its place writes no row for it. Lives for one transaction.
class Walked {
 public:
  /// `next`: index of the element that the walk meets next.
  Walked(WriteContext& context, std::int64_t stream, std::int64_t walk, std::int64_t next);

  [[nodiscard]] bool contains(std::int64_t record) const;
  /// Returns the index of the element that the walk meets next.
  [[nodiscard]] std::int64_t next() const { return next_; }
  /// Adds `record` as the next element.
  void add(std::int64_t record);
  /// Calls `take` for everything the walk met, in order, with the index of the element. A record that came
  /// twice is there twice.
  void each(const std::function<void(std::int64_t record, std::int64_t element)>& take) const;
  /// Writes what was added. Call once, before the commit.
  void save();

 private:
  void reread(std::optional<std::int64_t> last);
  void note(std::int64_t record);

  WriteContext& context_;
  std::int64_t stream_, walk_, first_, next_;
  std::string added_;  ///< in the format of the column `records`
  MetRecords met_;
};

}  // namespace locker::store
