#include "lib/sync/name_lookup.hpp"

#include <algorithm>

#include "lib/sync/lookup_page.hpp"

namespace locker::sync {
LookupEstimate estimate_names(store::Writer& writer, const Connector& connector, std::string_view account) {
  const std::int64_t size = connector.people_lookup_size();
  if (size == 0) return {};
  const auto people = static_cast<std::int64_t>(writer.unnamed_people(account).size());
  return {people, (people + size - 1) / size, people * connector.people_lookup_price()};
}

void look_up_names(WalkContext& context, std::int64_t run, StreamReport& report) {
  const Connector& connector = context.service.connector();
  const std::int64_t price = connector.people_lookup_price();
  const auto people = context.writer.unnamed_people(context.account);
  for (std::size_t at = 0; at < people.size();) {
    if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    const auto wanted =
        std::min(people.size() - at, static_cast<std::size_t>(connector.people_lookup_size()));
    const auto size = context.budget.fit(static_cast<int>(wanted), 1, price);
    if (!size) throw context.budget.exhausted(1, price);
    LookupQuery query;
    query.of_people = true;
    query.ids.assign(people.begin() + static_cast<std::ptrdiff_t>(at),
                     people.begin() + static_cast<std::ptrdiff_t>(at) + *size);
    const std::int64_t sent_before = context.service.sent();
    const std::string body = context.service.lookup(query);
    const std::int64_t requests = context.service.sent() - sent_before;
    commit_lookup(
        context,
        {{connector.lookup_stream()->name, {}}, read_lookup(context, query, body, run, requests, report), {}},
        run, requests, report);
    at += static_cast<std::size_t>(*size);
  }
}

}  // namespace locker::sync
