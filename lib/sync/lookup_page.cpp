#include "lib/sync/lookup_page.hpp"

namespace locker::sync {

Totals commit_lookup(WalkContext& context, const LookedUp& told, std::int64_t run, std::int64_t requests,
                     StreamReport& report) {
  const LookupContent& content = told.content;
  const Instant now = context.clock.now();
  const std::int64_t walk = context.writer.cursor(context.account, told.stream).walk;
  store::Page page = context.writer.begin_page(context.account, told.stream, walk, run, now, now);
  Totals totals;
  totals.counts = page.store(content.observations, {}).counts;
  totals.counts.deleted = page.remove_records(told.gone);
  for (const auto& [address, validator] : told.validators) page.keep_validator(address, validator);
  totals.cost = page.charge(content.charges, requests, content.included);
  page.notice(content.notices);
  page.commit();
  totals.requests = requests;
  totals.resources = static_cast<std::int64_t>(content.charges.size());
  totals.included = content.included;
  for (const auto& charge : content.charges) totals.gross += charge.price;
  report.totals += totals;
  context.budget.spend(totals.resources, totals.cost);
  context.progress.page_committed(context.account, report.stream, report.totals);
  return totals;
}

}  // namespace locker::sync
