#include "lib/sync/followed.hpp"

#include <algorithm>

#include "lib/base/error.hpp"

namespace locker::sync {

store::Validator validator_of(const http::Response& response) {
  return {std::string(response.header("ETag").value_or("")),
          std::string(response.header("Last-Modified").value_or(""))};
}

Followed::Followed(WalkContext& context, const PageQuery& query, PageContent& content)
    : context_(context), query_(query), content_(content) {
  std::vector<Due> due;
  for (auto& follow : std::exchange(content.follows, {})) {
    const std::string address = follow.request.url;
    if (is_due(follow)) due.push_back({std::move(follow), address});
  }
  while (!due.empty()) {
    std::vector<Due> next;
    for (std::size_t i = 0; i < due.size(); ++i) {
      expect_from(due, i);
      ask(due[i], next);
    }
    due = std::move(next);
  }
}

bool Followed::is_due(const Follow& follow) const {
  if (follow.field.empty()) return true;
  if (context_.writer.field_of(context_.account, follow.of, follow.field) != follow.value) return true;
  return context_.writer.is_unanswered(context_.account, {query_.stream->name, query_.part},
                                       follow.request.url);
}

void Followed::expect_from(const std::vector<Due>& due, std::size_t next) {
  const std::size_t most = 2 * context_.service.ahead();
  for (std::size_t i = next; i < due.size() && i < next + context_.service.ahead(); ++i)
    if (!context_.service.expect_follow(conditional(due[i].follow), most)) return;
}

void Followed::ask(const Due& due, std::vector<Due>& next) {
  if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  Service::Answer answer = context_.service.follow(query_, conditional(due.follow));
  if (answer.kind == Service::Answer::Kind::refused) return note_refusal(due, std::move(answer));
  if (answer.kind == Service::Answer::Kind::unchanged) return;
  if (answer.kind == Service::Answer::Kind::nothing) {
    validators_.emplace_back(due.follow.request.url, store::Validator{});
    return;
  }
  validators_.emplace_back(due.follow.request.url, validator_of(answer.response));
  answers_.push_back(std::move(answer.response));
  context_.service.connector().read_follow(query_, due.follow, answers_.back(), content_);
  for (auto& follow : std::exchange(content_.follows, {})) next.push_back({std::move(follow), due.root});
}

void Followed::note_refusal(const Due& due, Service::Answer answer) {
  const Follow& follow = due.follow;
  unanswered_.push_back(due.root);
  refused_.push_back({follow.of, answer.refusal, std::move(answer.message), std::move(answer.hint)});
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

http::Request Followed::conditional(const Follow& follow) const {
  http::Request request = follow.request;
  const auto known =
      context_.writer.validator(context_.account, {query_.stream->name, query_.part}, request.url);
  if (!known.etag.empty()) request.headers.emplace_back("If-None-Match", known.etag);
  return request;
}

void Followed::keep_validators(store::Page& page) const {
  const bool asks_again = context_.service.connector().facts().conditional_requests;
  for (const auto& [address, validator] : validators_)
    page.keep_validator(address, asks_again ? validator : store::Validator{});
  for (const auto& address : unanswered_) page.note_unanswered(address);
}

}  // namespace locker::sync
