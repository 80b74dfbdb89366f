#include "lib/sync/lookup_page.hpp"

#include "lib/sync/unparsed_response.hpp"

namespace locker::sync {

LookupContent read_lookup(WalkContext& context, const LookupQuery& query, std::string_view body,
                          std::int64_t run, std::int64_t requests, StreamReport& report) {
  const Connector& connector = context.service.connector();
  try {
    return connector.read_lookup(query, body);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::malformed)
      charge_unparsed(context,
                      {.request = "look-up from " + query.ids.front(),
                       .resource = query.of_people ? "user" : "post",
                       .price = query.of_people ? connector.people_lookup_price() : connector.lookup_price(),
                       .most = static_cast<std::int64_t>(query.ids.size()),
                       .run = run,
                       .requests = requests},
                      report);
    throw;
  }
}

Totals commit_lookup(WalkContext& context, const LookedUp& looked_up, std::int64_t run, std::int64_t requests,
                     StreamReport& report) {
  const LookupContent& content = looked_up.content;
  const Instant now = context.clock.now();
  const std::int64_t walk = context.writer.cursor(context.account, looked_up.stream).walk;
  store::Page page = context.writer.begin_page(context.account, looked_up.stream, walk, run, now, now);
  Totals totals;
  totals.counts = page.store(content.observations, {}).counts;
  totals.counts.deleted = page.remove_records(looked_up.gone);
  for (const auto& [address, validator] : looked_up.validators) page.keep_validator(address, validator);
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
