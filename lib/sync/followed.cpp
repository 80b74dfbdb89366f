#include "lib/sync/followed.hpp"

namespace locker::sync {
namespace {

constexpr int kNotModified = 304;

}  // namespace

store::Validator validator_of(const http::Response& response) {
  return {std::string(response.header("ETag").value_or("")),
          std::string(response.header("Last-Modified").value_or(""))};
}

Followed::Followed(WalkContext& context, const PageQuery& query, PageContent& content)
    : context_(context), query_(query), content_(content) {
  std::vector<Follow> follows = std::exchange(content.follows, {});
  std::erase_if(follows, [&](const Follow& follow) {
    return !follow.field.empty() &&
           context.writer.field_of(context.account, follow.of, follow.field) == follow.value;
  });
  while (!follows.empty()) {
    for (std::size_t next = 0; next < follows.size(); ++next) {
      expect_from(follows, next);
      ask(follows[next]);
    }
    follows = std::exchange(content.follows, {});
  }
}

void Followed::expect_from(const std::vector<Follow>& follows, std::size_t next) {
  const std::size_t most = 2 * context_.service.ahead();
  for (std::size_t i = next; i < follows.size() && i < next + context_.service.ahead(); ++i)
    if (!context_.service.expect_follow(conditional(follows[i]), most)) return;
}

void Followed::ask(const Follow& follow) {
  if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  auto response = context_.service.follow(query_, conditional(follow));
  if (!response || response->status == kNotModified) return;
  validators_.emplace_back(follow.request.url, validator_of(*response));
  answers_.push_back(std::move(*response));
  context_.service.connector().read_follow(query_, follow, answers_.back(), content_);
}

http::Request Followed::conditional(const Follow& follow) const {
  http::Request request = follow.request;
  const auto known =
      context_.writer.validator(context_.account, {query_.stream->name, query_.part}, request.url);
  if (!known.etag.empty()) request.headers.emplace_back("If-None-Match", known.etag);
  return request;
}

void Followed::keep_validators(store::Page& page) const {
  if (!context_.service.connector().facts().conditional_requests) return;
  for (const auto& [address, validator] : validators_) page.keep_validator(address, validator);
}

}  // namespace locker::sync
