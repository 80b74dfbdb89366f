#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/base/error.hpp"

namespace locker::sync {

/// What one command may take, over all its accounts (`--max-cost`, `--max-items`).
struct Caps {
  std::optional<std::int64_t> cost;   ///< millionths of a dollar
  std::optional<std::int64_t> items;  ///< elements of data
};

/// Says how much may still be asked for. A page is asked for only if its least size fits, so that
/// no cap is ever exceeded by what comes back.
class Budget {
 public:
  /// Without a cost cap on the command line the account's monthly budget counts, of which `spent`
  /// is already used up. `caps` is shared by the accounts of a run and outlives the budget.
  Budget(Caps& caps, std::string account, std::optional<std::int64_t> monthly, std::int64_t spent);

  /// The greatest size up to `wanted` that fits; absent if not even `least` does.
  [[nodiscard]] std::optional<int> fit(int wanted, int least, std::int64_t price) const;
  [[nodiscard]] bool has_room_for(std::int64_t items, std::int64_t price) const;
  void spend(std::int64_t items, std::int64_t cost);
  /// The error that ends the run when nothing fits any more; names what is used up.
  [[nodiscard]] Error exhausted(int least, std::int64_t price) const;

 private:
  [[nodiscard]] std::optional<std::int64_t> cost_left() const;
  [[nodiscard]] std::string goes_on() const;

  Caps& caps_;
  std::string account_;
  std::optional<std::int64_t> monthly_;
  std::int64_t spent_;
};

}  // namespace locker::sync
