#include "lib/sync/unparsed_response.hpp"

namespace locker::sync {

std::vector<store::Charge> charges_of(const UnparsedResponse& unread) {
  std::vector<store::Charge> charges;
  for (std::int64_t number = 1; number <= unread.most; ++number)
    charges.push_back(
        {unread.resource, "unread " + unread.request + " " + std::to_string(number), unread.price});
  return charges;
}

void charge_unparsed(WalkContext& context, const UnparsedResponse& unread, StreamReport& report) {
  const bool is_charged = unread.price > 0;
  if (!is_charged && unread.requests == 0) return;
  const Instant now = context.clock.now();
  store::Page page = context.writer.begin_page(context.account, {}, 0, unread.run, now, now);
  Totals totals;
  totals.requests = unread.requests;
  totals.resources = is_charged ? unread.most : 0;
  totals.gross = totals.resources * unread.price;
  totals.cost =
      page.charge(is_charged ? charges_of(unread) : std::vector<store::Charge>(), unread.requests, 0);
  page.commit();
  report.totals += totals;
  context.budget.spend(totals.resources, totals.cost);
}

}  // namespace locker::sync
