#include "lib/sync/walk_ledger.hpp"

#include <utility>

#include "lib/sync/unparsed_response.hpp"

namespace locker::sync {

std::int64_t WalkLedger::unbooked_requests() {
  const std::int64_t sent = context_.service.sent();
  return sent - std::exchange(booked_, sent);
}

void WalkLedger::committed(const PageContent& content, const store::PageResult& result,
                           const store::ProofResult& proof, std::int64_t requests, std::int64_t cost) {
  Totals totals;
  totals.counts = result.counts;
  totals.counts.removed += proof.removed;
  totals.requests = requests;
  totals.resources = static_cast<std::int64_t>(content.charges.size());
  totals.included = content.included;
  totals.cost = cost;
  for (const auto& charge : content.charges) totals.gross += charge.price;
  report_.totals += totals;
  context_.budget.spend(totals.resources, cost);
  context_.progress.page_committed(context_.account, part_.name, report_.totals);
}

void WalkLedger::charge_unreadable(const PageQuery& query, int least) {
  charge_unparsed(context_,
                  {.request = part_.name.text() + " since " + query.since_id + " at " + query.token,
                   .resource = stream_.price.resource,
                   .price = stream_.price.each,
                   .most = query.size > 0 ? query.size : least,
                   .run = run_,
                   .requests = unbooked_requests()},
                  report_);
}

}  // namespace locker::sync
