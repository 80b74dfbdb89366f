#include "lib/sync/api_client.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/http/address.hpp"
#include "lib/sync/conditional.hpp"
#include "lib/sync/refusal.hpp"

namespace locker::sync {
namespace {

/// Returns the result that lets the walk go on after a refusal; absent if it cannot.
std::optional<ApiClient::Answer::Kind> kind_of_answer(Refusal refusal) {
  switch (refusal) {
    case Refusal::token_refused:
    case Refusal::since_refused:
      return ApiClient::Answer::Kind::restart_walk;
    case Refusal::nothing:
      return ApiClient::Answer::Kind::nothing;
    case Refusal::list_cut_off:
      return ApiClient::Answer::Kind::list_cut_off;
    case Refusal::withheld:
      return ApiClient::Answer::Kind::withheld;
    default:
      return std::nullopt;
  }
}

}  // namespace

ApiClient::ApiClient(const Connector& connector, http::Transport& transport, store::Writer* writer,
                     std::string account, ServiceAddress address, const Clock& clock, std::stop_token stop)
    : connector_(connector),
      at_once_(static_cast<std::size_t>(connector.facts().requests_at_once)),
      transport_(&transport),
      writer_(writer),
      account_(std::move(account)),
      address_(std::move(address)),
      clock_(clock),
      stop_(std::move(stop)) {}

void ApiClient::set_user(std::string user_id, std::string handle) {
  address_.user_id = std::move(user_id);
  address_.handle = std::move(handle);
}

void ApiClient::enable_prefetching(std::vector<store::StreamName> requested_twice) {
  if (at_once_ < 2 || prefetching_) return;
  requested_twice_ = std::move(requested_twice);
  prefetching_ = http::make_prefetching(*transport_, clock_, static_cast<int>(at_once_));
  transport_ = prefetching_.get();
}

http::Request ApiClient::build_page_request(PageQuery& query, bool conditional) {
  query.service = address_;
  http::Request request = connector_.page_request(query);
  if (leaves_service(request.url))
    throw Error(ErrorKind::malformed, "the service's next page leads to another place");
  if (!conditional || !writer_) return request;
  const auto known = writer_->validator(account_, {query.stream->name, query.part}, request.url);
  return make_conditional(std::move(request), known);
}

http::Request ApiClient::build_page_recheck(PageQuery& query, const store::Validator& known) {
  return make_conditional(build_page_request(query, false), known);
}

ApiClient::Answer ApiClient::page(PageQuery& query, bool conditional) {
  return ask([&](const ServiceAddress&) { return build_page_request(query, conditional); }, query);
}

bool ApiClient::prefetch_page(PageQuery query, bool conditional, std::size_t most) {
  return prefetching_ && prefetching_->prefetch(build_page_request(query, conditional), most);
}

ApiClient::Answer ApiClient::recheck_page(PageQuery& query, const store::Validator& known) {
  return ask([&](const ServiceAddress&) { return build_page_recheck(query, known); }, query, false);
}

void ApiClient::discard_prefetched() {
  if (prefetching_) prefetching_->invalidate();
}

http::Response ApiClient::send(http::Request request) {
  request.sends = sent_;
  return transport_->send(request, stop_);
}

std::string ApiClient::lookup(LookupQuery& query) {
  const auto word = [&](const ServiceAddress& address) {
    query.service = address;
    return connector_.lookup_request(query);
  };
  return ask(word, {}).response.body;
}

std::string ApiClient::identify() {
  return ask([&](const ServiceAddress& address) { return connector_.identify_request(address); }, {})
      .response.body;
}

bool ApiClient::leaves_service(PageQuery query) const {
  query.service = address_;
  return leaves_service(connector_.page_request(query).url);
}

bool ApiClient::leaves_service(const std::string& url) const {
  return !http::is_below(url, address_.api_base);
}

bool ApiClient::is_requested_twice(const PageQuery& query) const {
  return query.stream &&
         std::ranges::find(requested_twice_, store::StreamName{query.stream->name, query.part}) !=
             requested_twice_.end();
}

void ApiClient::keep(const http::Request& request, const Answer& answer) {
  if (!answer.response.ok() && !is_unchanged(answer.response)) return;
  http::Response kept = answer.response;
  kept.sent = answer.asked;
  prefetching_->keep(request, std::move(kept));
}

ApiClient::Answer ApiClient::ask(const RequestBuilder& word, const PageQuery& judged, bool keeps_response) {
  bool in_other_dialect = false;
  for (;;) {
    http::Request request = word(address_);
    Answer answer{.address = request.url, .asked = clock_.now()};
    answer.response = send(request);
    answer.asked = answer.response.sent.value_or(answer.asked);
    if (keeps_response && is_requested_twice(judged)) keep(request, answer);
    require_matching_response(request, answer.response);
    if (is_whole(answer.response)) {
      if (in_other_dialect && writer_) writer_->set_dialect(account_, address_.dialect);
      return answer;
    }
    if (is_unchanged(answer.response) && judged.stream) {
      answer.kind = Answer::Kind::unchanged;
      return answer;
    }
    PageQuery asked = judged;
    asked.service = address_;
    const Verdict verdict = connector_.judge(asked, answer.response);
    answer.refusal = verdict.refusal;
    if (verdict.refusal == Refusal::field_refused && !in_other_dialect) {
      address_.dialect = verdict.dialect;
      in_other_dialect = true;
      continue;
    }
    if (!judged.stream) refuse(verdict, nullptr);
    const auto kind = kind_of_answer(verdict.refusal);
    if (!kind) refuse(verdict, judged.stream);
    answer.kind = *kind;
    answer.message = verdict.message;
    answer.hint = verdict.hint;
    return answer;
  }
}

void ApiClient::refuse(const Verdict& verdict, const connector::Stream* stream) const {
  const std::string command = connector::auth_command(connector_.facts().id, account_);
  std::string hint = verdict.hint;
  if (verdict.refusal == Refusal::sign_in && hint.empty())
    hint = "run \"" + command + "\"";
  else if (verdict.missing_scope && stream)
    hint = "run \"" + command + " --streams +" + stream->name + "\" to allow it";
  else if (verdict.refusal == Refusal::gone && stream && hint.empty())
    hint = "run \"" + command + " --streams -" + stream->name + "\" to leave it out";
  throw Error(kind_of(verdict.refusal), verdict.message, hint);
}

}  // namespace locker::sync
