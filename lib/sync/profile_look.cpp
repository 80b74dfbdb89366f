#include "lib/sync/profile_look.hpp"

namespace locker::sync {

ProfileLook look_at_profile(Service& service, const RequestMeter& meter) {
  const std::int64_t sent_before = meter.sent;
  ProfileLook look;
  look.answer.body = service.identify();
  look.identity = service.connector().read_identity(look.answer.body);
  look.requests = meter.sent - sent_before;
  return look;
}

Totals keep_profile(const ProfileLook& look, const Connector& connector, store::Writer& writer,
                    const std::string& account, Instant now, bool store) {
  Totals totals;
  const connector::Stream* profile = connector.facts().stream(kProfile);
  if (!profile) return totals;
  const store::StreamName name{profile->name, {}};
  const std::int64_t run = writer.begin_run(account, name, now);
  store::Page page = writer.begin_page(account, name, writer.cursor(account, name).walk, run, now, now);
  if (store) {
    PageQuery query;
    query.stream = profile;
    const PageContent content = connector.read_page(query, look.answer);
    totals.counts = page.store(content.observations, {}).counts;
  }
  totals.resources = 1;
  totals.gross = profile->price.each;
  totals.cost =
      page.charge({{profile->price.resource, look.identity.user_id, profile->price.each}}, look.requests, 0);
  page.commit();
  writer.end_run(run, {}, now);
  return totals;
}

}  // namespace locker::sync
