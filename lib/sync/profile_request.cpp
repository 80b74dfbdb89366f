#include "lib/sync/profile_request.hpp"

#include "lib/base/error.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/sync/unparsed_response.hpp"

namespace locker::sync {

ProfileResponse request_profile(ApiClient& service, const http::RequestMeter& meter) {
  const std::int64_t sent_before = meter.sent;
  ProfileResponse look;
  look.answer.body = service.identify();
  look.identity = service.connector().read_identity(look.answer.body);
  look.requests = meter.sent - sent_before;
  return look;
}

void expect_owner(const ApiClient& service, const std::string& account, const PageContent& content) {
  const std::string& owner = service.address().user_id;
  if (owner.empty()) return;
  for (const auto& member : content.members)
    if (member.key != owner)
      throw Error(ErrorKind::usage,
                  account + ": the service now says that this token is of another person (" + member.key +
                      ", not " + owner + "); nothing was stored",
                  "run \"" + connector::auth_command(service.connector().facts().id, account) +
                      "\", signed in at the service as yourself");
}

void take_handle(ApiClient& service, store::Writer& writer, const std::string& account,
                 const std::string& handle) {
  if (handle.empty() || handle == service.address().handle) return;
  writer.set_handle(account, handle);
  service.set_user(service.address().user_id, handle);
}

void learn_handle(ApiClient& service, store::Writer& writer, const std::string& account) {
  PageQuery query;
  query.stream = service.connector().facts().stream(kProfile);
  if (!query.stream) return;
  const ApiClient::Answer answer = service.page(query, true);
  if (answer.kind != ApiClient::Answer::Kind::page) return;
  const PageContent content = service.connector().read_page(query, answer.response);
  expect_owner(service, account, content);
  take_handle(service, writer, account, content.handle);
}

Totals charge_unparsed_profile(const Error& trouble, const Connector& connector, store::Writer& writer,
                          const std::string& account, std::int64_t requests, Instant now) {
  Totals totals;
  const connector::Stream* profile = connector.facts().stream(kProfile);
  if (!profile) return totals;
  const UnparsedResponse unread{.request = "look at whose token it is",
                      .resource = profile->price.resource,
                      .price = profile->price.each,
                      .most = 1};
  const std::int64_t run = writer.begin_run(account, {profile->name, {}}, now);
  store::Page page = writer.begin_page(account, {}, 0, run, now, now);
  totals.resources = 1;
  totals.gross = unread.price;
  totals.cost = page.charge(charges_of(unread), requests, 0);
  page.commit();
  writer.end_run(run, {trouble.kind(), trouble.what(), trouble.hint()}, now);
  return totals;
}

Totals keep_profile(const ProfileResponse& look, const Connector& connector, store::Writer& writer,
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
