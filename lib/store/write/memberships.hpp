#pragma once

#include <cstdint>
#include <vector>

#include "lib/store/write/core.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// The memberships of one stream while one walk meets them. Lives for one transaction.
class Memberships {
 public:
  /// `met` is how many elements the walk met on earlier pages: positions go on from there.
  Memberships(Core& core, std::int64_t account, std::int64_t stream, std::int64_t walk, std::int64_t settled,
              std::int64_t met, Instant now);

  /// The walk met `record` next, in the service's order.
  void meet(std::int64_t record, PageResult& result);
  /// Ends those that the walk did not meet, as far as `proof` reaches.
  ProofResult end_unmet(const Proof& proof);

 private:
  struct Standing;
  [[nodiscard]] bool leads_the_stream(const Standing& standing);

  Core& core_;
  std::int64_t account_, stream_, walk_, settled_, position_;
  Instant now_;
  /// Where the last known member stood before this walk, to see whether the order still holds.
  std::optional<std::pair<std::int64_t, std::int64_t>> last_known_;
  bool first_page_;
};

}  // namespace locker::store
