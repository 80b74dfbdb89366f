#include "lib/sync/budget.hpp"

#include <algorithm>

#include "lib/base/money.hpp"

namespace locker::sync {

Budget::Budget(Caps& caps, std::string account, std::optional<std::int64_t> monthly, std::int64_t spent)
    : caps_(caps), account_(std::move(account)), monthly_(monthly), spent_(spent) {}

bool Budget::cap_decides() const {
  return caps_.cost && (caps_.cost_replaces_budget || !monthly_ || *caps_.cost <= *monthly_ - spent_);
}

std::optional<std::int64_t> Budget::cost_left() const {
  if (cap_decides()) return *caps_.cost;
  if (monthly_) return *monthly_ - spent_;
  return std::nullopt;
}

std::optional<int> Budget::fit(int wanted, int least, std::int64_t price) const {
  std::int64_t size = wanted;
  if (caps_.items) size = std::min(size, *caps_.items);
  if (const auto left = cost_left(); left && price > 0) size = std::min(size, *left / price);
  if (size < least) return std::nullopt;
  return static_cast<int>(size);
}

bool Budget::has_room_for(std::int64_t items, std::int64_t price) const {
  if (caps_.items && *caps_.items < items) return false;
  const auto left = cost_left();
  return !left || *left >= items * price;
}

void Budget::spend(std::int64_t items, std::int64_t cost) {
  if (caps_.items) *caps_.items -= items;
  if (caps_.cost) *caps_.cost -= cost;
  spent_ += cost;
}

/// A hint that avoids "run the same command again", which with --full would start over.
std::string Budget::goes_on() const { return "\"locker sync " + account_ + "\" goes on from here"; }

std::string Budget::raises() const {
  return "run \"locker budget " + account_ + " USD\" to raise it, or name --max-cost for one run";
}

Error Budget::exhausted(int least, std::int64_t price) const {
  if (caps_.items && *caps_.items < least)
    return Error(ErrorKind::payment, "stopped by --max-items", goes_on());
  if (cap_decides())
    return Error(ErrorKind::payment,
                 "stopped by --max-cost: the next page could cost " + format_dollars(price * least) + ", " +
                     format_dollars(std::max<std::int64_t>(*caps_.cost, 0)) + " is left",
                 goes_on());
  return Error(ErrorKind::payment,
               "the monthly budget of " + format_dollars(monthly_.value_or(0)) + " is used up (" +
                   format_dollars(spent_) + " spent)",
               raises());
}

Error Budget::undecided(std::int64_t items, std::int64_t price) const {
  const std::string message =
      "members that are no longer listed are kept: to decide, the whole stream (about " +
      std::to_string(items) + ") must be read again, which does not fit ";
  const std::string plain_sync = "\"locker sync " + account_ + "\" without it decides";
  if (caps_.items && *caps_.items < items) return {ErrorKind::payment, message + "--max-items", plain_sync};
  if (cap_decides()) return {ErrorKind::payment, message + "--max-cost", plain_sync};
  return {ErrorKind::payment,
          message + "the rest of the monthly budget (" + format_dollars(items * price) + " at most)",
          raises()};
}

}  // namespace locker::sync
