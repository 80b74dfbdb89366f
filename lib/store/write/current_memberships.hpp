#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// A place in the service's order: the lesser place comes first.
using Place = std::pair<std::int64_t, std::int64_t>;  // -placed, position

/// A current membership as it was before this walk met it.
struct CurrentMembership {
  std::int64_t began = 0, first_walk = 0, placed = 0, position = 0;
  std::string detail{};
  [[nodiscard]] Place place() const { return {-placed, position}; }
};

/// The current memberships of one stream, by record. A walk meets nearly all its members in the order in
/// which they were stored: if the next one requested is the next row of the table, it is found without a
/// lookup. Rows read ahead are valid until something is written. Use inside a WriteTransaction.
class CurrentMemberships {
 public:
  CurrentMemberships(WriteContext& context, std::int64_t stream) : context_(context), stream_(stream) {}
  ~CurrentMemberships() { stop(); }
  CurrentMemberships(const CurrentMemberships&) = delete;
  CurrentMemberships& operator=(const CurrentMemberships&) = delete;

  /// Absent: the record is no member now.
  [[nodiscard]] std::optional<CurrentMembership> of(std::int64_t record);
  /// Stops reading on. Required before a commit.
  void stop();

 private:
  [[nodiscard]] bool is_next(std::int64_t record);
  [[nodiscard]] bool seek(std::int64_t record);
  [[nodiscard]] bool step_to(std::int64_t record);

  WriteContext& context_;
  std::int64_t stream_;
  Scan* rows_ = nullptr;  ///< at the member requested last; null: at none
  int changes_ = 0;       ///< total changes of the connection when it was found
};

}  // namespace locker::store
