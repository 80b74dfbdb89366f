#include "connectors/example/requests.hpp"

namespace locker::connectors::example {
namespace {

http::Request get(std::string url) {
  http::Request request;
  request.url = std::move(url);
  request.headers = {{"Accept", "application/json"}};
  return request;
}

}  // namespace

http::Request me_request(const sync::ServiceAddress& service) { return get(service.api_base + "/me"); }

http::Request page_request(const sync::PageQuery& query) {
  if (query.stream->order == connector::Order::single) return me_request(query.service);
  http::Headers parameters = {{"size", std::to_string(query.size)}};
  if (!query.token.empty()) parameters.emplace_back("cursor", query.token);
  return get(query.service.api_base + "/notes?" + http::form_encode(parameters));
}

}  // namespace locker::connectors::example
