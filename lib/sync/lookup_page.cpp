#include "lib/sync/lookup_page.hpp"

namespace locker::sync {

Totals commit_lookup(WalkContext& context, const LookupContent& content,
                     const std::vector<store::RecordName>& gone, std::int64_t run, std::int64_t requests,
                     StreamReport& report) {
  const store::StreamName name{context.service.connector().lookup_stream()->name, {}};
  const Instant now = context.clock.now();
  const std::int64_t walk = context.writer.cursor(context.account, name).walk;
  store::Page page = context.writer.begin_page(context.account, name, walk, run, now, now);
  Totals totals;
  totals.counts = page.store(content.observations, {}).counts;
  totals.counts.deleted = page.remove_records(gone);
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
