#include "lib/sync/connector.hpp"

#include "lib/base/error.hpp"

namespace locker::sync {

namespace {

constexpr int kPaymentRequired = 402;

}  // namespace

Verdict Connector::judge(const PageQuery& query, const http::Response& response) const {
  Verdict verdict = read_refusal(query, response);
  if (response.status == kPaymentRequired) verdict.refusal = Refusal::payment;
  return verdict;
}

http::Request Connector::lookup_request(const LookupQuery&) const {
  throw Error(ErrorKind::usage, facts().id + ": the service cannot be asked about single records");
}

LookupContent Connector::read_lookup(const LookupQuery&, std::string_view) const { return {}; }

std::vector<http::Request> Connector::presence_requests(const PresenceQuery&) const { return {}; }

Presence Connector::read_presence(const PresenceQuery&, std::size_t, const http::Response&) const {
  return Presence::inconclusive;
}

void Connector::read_follow_up(const PageQuery&, const Follow&, const http::Response&, PageContent&) const {}

http::Request Connector::follow_request(const PageQuery&, std::string_view address) const {
  http::Request request;
  request.url = address;
  return request;
}

std::vector<PartFacts> Connector::parts(const connector::Stream&, const ServiceAddress&,
                                        std::string_view) const {
  return {{}};
}

}  // namespace locker::sync
