#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/base/error.hpp"

namespace locker::sync {

/// Limits of one command over all its accounts (`--max-cost`, `--max-items`).
struct Caps {
  std::optional<std::int64_t> cost;   ///< millionths of a dollar
  std::optional<std::int64_t> items;  ///< elements of data
  bool cost_replaces_budget = false;  ///< else the monthly budgets apply too
};

/// Tracks how much may still be requested. A page is requested only if its smallest size fits, so no response
/// ever exceeds a cap.
class Budget {
 public:
  /// `monthly` is the account's budget, of which `spent` is used up. `caps` is shared by the accounts of a
  /// run and must outlive the budget.
  Budget(Caps& caps, std::string account, std::optional<std::int64_t> monthly, std::int64_t spent);

  /// Returns the greatest page size up to `wanted` that fits; absent if not even `least` does.
  [[nodiscard]] std::optional<int> fit(int wanted, int least, std::int64_t price) const;
  [[nodiscard]] bool has_room_for(std::int64_t items, std::int64_t price) const;
  void spend(std::int64_t items, std::int64_t cost);
  /// Returns the error that ends the run when nothing fits any more; it names the exhausted limit.
  [[nodiscard]] Error exhausted(int least, std::int64_t price) const;
  /// Returns what to say of a stream with members that are no longer listed, if the walk that decides about
  /// them would read `items` and has no room.
  [[nodiscard]] Error undecided(std::int64_t items, std::int64_t price) const;

 private:
  [[nodiscard]] std::optional<std::int64_t> cost_left() const;
  /// True if the cost cap leaves no more than the monthly budget.
  [[nodiscard]] bool cap_decides() const;
  [[nodiscard]] std::string goes_on() const;
  [[nodiscard]] std::string raises() const;

  Caps& caps_;
  std::string account_;
  std::optional<std::int64_t> monthly_;
  std::int64_t spent_;
};

}  // namespace locker::sync
