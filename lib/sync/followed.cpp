#include "lib/sync/followed.hpp"

#include <algorithm>
#include <iterator>

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

bool are_one(const store::RecordName& one, const store::RecordName& other) {
  return one.key == other.key && one.type == other.type;
}

store::StreamName name_of(const PageQuery& query) { return {query.stream->name, query.part}; }

RefusedFollow refused_as(store::RecordName of, Service::Answer answer) {
  return {std::move(of), std::move(answer.address), answer.refusal, std::move(answer.message),
          std::move(answer.hint)};
}

}  // namespace

store::Validator validator_of(const http::Response& response) {
  return {std::string(response.header("ETag").value_or("")),
          std::string(response.header("Last-Modified").value_or(""))};
}

Followed::Followed(WalkContext& context, const PageQuery& query, PageContent& content)
    : context_(context),
      query_(query),
      content_(content),
      open_(content.follows.empty() ? std::vector<store::Writer::Unanswered>{}
                                    : context.writer.unanswered(context.account, name_of(query))) {
  std::vector<Follow> due;
  for (auto& follow : std::exchange(content.follows, {}))
    if (is_due(follow)) due.push_back(std::move(follow));
  while (!due.empty()) {
    std::vector<Follow> next;
    for (std::size_t i = 0; i < due.size(); ++i) {
      expect_from(due, i);
      ask(due[i], next);
    }
    due = std::move(next);
  }
}

bool Followed::is_due(const Follow& follow) {
  const std::size_t before = reopened_.size();
  for (const auto& one : open_)
    if (are_one(one.of, follow.of)) reopened_.push_back(one.address);
  return reopened_.size() > before || follow.field.empty() ||
         context_.writer.field_of(context_.account, follow.of, follow.field) != follow.value;
}

void Followed::expect_from(const std::vector<Follow>& due, std::size_t next) {
  const std::size_t most = 2 * context_.service.ahead();
  for (std::size_t i = next; i < due.size() && i < next + context_.service.ahead(); ++i)
    if (!context_.service.expect_follow(conditional(due[i]), most)) return;
}

void Followed::ask(const Follow& follow, std::vector<Follow>& next) {
  if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  Service::Answer answer = context_.service.follow(query_, conditional(follow));
  if (answer.kind == Service::Answer::Kind::refused) return note_refusal(follow, std::move(answer));
  if (answer.kind == Service::Answer::Kind::unchanged) return;
  if (answer.kind == Service::Answer::Kind::nothing) {
    answered_.push_back({follow.of, follow.request.url, {}});
    return;
  }
  answered_.push_back({follow.of, follow.request.url, validator_of(answer.response)});
  answers_.push_back(std::move(answer.response));
  context_.service.connector().read_follow(query_, follow, answers_.back(), content_);
  std::ranges::move(std::exchange(content_.follows, {}), std::back_inserter(next));
}

void Followed::note_refusal(const Follow& follow, Service::Answer answer) {
  refused_.push_back(refused_as(follow.of, std::move(answer)));
  if (follow.instead && !context_.writer.has_form(context_.account, follow.of, follow.shape))
    content_.observations.push_back(*follow.instead);
}

void tell_refused(const std::vector<RefusedFollow>& refused, StreamReport& report) {
  if (refused.empty()) return;
  const auto worst = std::ranges::find_if(
      refused, [](const RefusedFollow& one) { return one.refusal != Refusal::withheld; });
  const RefusedFollow& told = worst == refused.end() ? refused.front() : *worst;
  const bool is_gone = told.refusal == Refusal::gone;
  report.outcome =
      worst == refused.end() ? "skipped" : name_of(is_gone ? ErrorKind::gone : ErrorKind::forbidden);
  report.message = told.of.type + "/" + told.of.key + " is stored in part: " + told.message;
  if (refused.size() > 1) report.message += "; and " + std::to_string(refused.size() - 1) + " more";
  report.hint = told.hint.empty() ? "it is asked for again next time" : told.hint;
}

bool is_answered_now(WalkContext& context, const PageQuery& query, std::vector<RefusedFollow>& refused) {
  for (const auto& one : context.writer.unanswered(context.account, name_of(query))) {
    if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    Service::Answer answer =
        context.service.follow_again(query, context.service.connector().follow_request(query, one.address));
    if (answer.kind != Service::Answer::Kind::refused) return true;
    refused.push_back(refused_as(one.of, std::move(answer)));
  }
  return false;
}

http::Request Followed::conditional(const Follow& follow) const {
  http::Request request = follow.request;
  const auto known = context_.writer.validator(context_.account, name_of(query_), request.url);
  if (!known.etag.empty()) request.headers.emplace_back("If-None-Match", known.etag);
  return request;
}

void Followed::keep_validators(store::Page& page) const {
  const bool asks_again = context_.service.connector().facts().conditional_requests;
  const auto is_refused = [&](const store::RecordName& of) {
    return std::ranges::any_of(refused_, [&](const RefusedFollow& one) { return are_one(one.of, of); });
  };
  for (const auto& address : reopened_) page.forget_unanswered(address);
  for (const auto& one : answered_)
    page.keep_validator(one.address, asks_again && !is_refused(one.of) ? one.validator : store::Validator{});
  for (const auto& one : refused_) page.note_unanswered(one.address, one.of);
}

}  // namespace locker::sync
