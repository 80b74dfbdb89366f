#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// What one walk of a stream has met so far, in its order (table `met`). A row a transaction, so that
/// meeting a member that stays where it is writes nothing of its own. Lives for one transaction.
class Walked {
 public:
  /// `next`: as which element the walk meets what it meets next.
  Walked(WriteContext& context, std::int64_t stream, std::int64_t walk, std::int64_t next);

  [[nodiscard]] bool contains(std::int64_t record) const;
  /// As which element the walk meets what it meets next.
  [[nodiscard]] std::int64_t next() const { return next_; }
  /// The walk meets `record` next.
  void add(std::int64_t record);
  /// All it met, in order, with the number of the element. A record that came twice is there twice.
  void each(const std::function<void(std::int64_t record, std::int64_t element)>& take) const;
  /// Writes what was added, once, before the commit.
  void save();

 private:
  void read_anew(std::optional<std::int64_t> last);
  void note(std::int64_t record);

  WriteContext& context_;
  std::int64_t stream_, walk_, first_, next_;
  std::string added_;  ///< as in the column `records`
  MetRecords met_;
};

}  // namespace locker::store
