#include "lib/sync/follow_up_fetcher.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

/// True if both name the same record; for names and for types that contain one.
template <class One, class Other>
bool are_one(const One& one, const Other& other) {
  return one.key == other.key && one.type == other.type;
}

/// Total size of responses above which completed records are stored before further requests.
constexpr std::size_t kMostHeld = 4 << 20;

store::StreamName name_of(const PageQuery& query) { return {query.stream->name, query.part}; }

PageQuery for_follows(PageQuery query) {
  query.is_follow_up = true;
  return query;
}

ApiClient::Answer refused_by(const Error& trouble, const std::string& address) {
  ApiClient::Answer answer{.kind = ApiClient::Answer::Kind::refused, .address = address};
  answer.message = trouble.what();
  answer.hint = trouble.hint();
  answer.refusal = Refusal::service;
  return answer;
}

RefusedFollowUp refused_as(store::RecordName of, ApiClient::Answer answer) {
  return {std::move(of), std::move(answer.address), answer.refusal, std::move(answer.message),
          std::move(answer.hint)};
}

/// Returns the stored values of the fields that `follow` names, separated by blanks.
std::string stored_values(WalkContext& context, const Follow& follow) {
  std::string values;
  for (std::string_view names = follow.field; !names.empty();) {
    const auto end = std::min(names.find(' '), names.size());
    if (names.data() != follow.field.data()) values += ' ';
    values += context.writer.field_of(context.account, follow.of, names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return values;
}

}  // namespace

store::Validator validator_of(const http::Response& response) {
  return {std::string(response.header("ETag").value_or("")),
          std::string(response.header("Last-Modified").value_or(""))};
}

FollowUpFetcher::FollowUpFetcher(WalkContext& context, const PageQuery& query, PageContent& content,
                                 const StoreEarly& store_early)
    : context_(context),
      query_(for_follows(query)),
      content_(content),
      open_(content.follows.empty() ? std::vector<store::Writer::PendingRetry>{}
                                    : context.writer.unanswered(context.account, name_of(query))) {
  std::deque<Follow> due;
  for (auto& follow : std::exchange(content.follows, {}))
    if (is_due(follow)) due.push_back(std::move(follow));
  while (!due.empty()) {
    prefetch_from(due);
    const Follow follow = std::move(due.front());
    due.pop_front();
    std::vector<Follow> further = ask(follow);
    due.insert(due.begin(), std::make_move_iterator(further.begin()), std::make_move_iterator(further.end()));
    const bool is_whole = due.empty() || !are_one(due.front().of, follow.of);
    if (is_whole && held_bytes_ > kMostHeld) let_go(store_early);
  }
}

/// Stores the records whose follow-ups are complete, and frees their responses.
void FollowUpFetcher::let_go(const StoreEarly& store_early) {
  const auto is_followed = [&](const store::Observation& seen) {
    return std::ranges::any_of(answered_, [&](const Answered& one) { return are_one(one.of, seen); });
  };
  auto& all = content_.observations;
  const auto whole = std::ranges::stable_partition(all, std::not_fn(is_followed));
  const std::vector<store::Observation> done(std::make_move_iterator(whole.begin()),
                                             std::make_move_iterator(whole.end()));
  all.erase(whole.begin(), whole.end());
  store_early(done, *this);
  answers_.clear();
  held_bytes_ = 0;
}

bool FollowUpFetcher::is_due(const Follow& follow) {
  const std::size_t before = reopened_.size();
  for (const auto& one : open_)
    if (are_one(one.of, follow.of)) reopened_.push_back(one.address);
  return reopened_.size() > before || follow.field.empty() || stored_values(context_, follow) != follow.value;
}

void FollowUpFetcher::prefetch_from(const std::deque<Follow>& due) {
  if (has_repeated_failures_) return;
  const std::size_t most = 2 * context_.service.ahead();
  for (std::size_t i = 0; i < due.size() && i < context_.service.ahead(); ++i)
    if (!context_.service.prefetch_follow_up(conditional(due[i]), most)) return;
}

/// Returns the follow-ups that the response leads to. They are sent next, so that few records are open at a
/// time.
std::vector<Follow> FollowUpFetcher::ask(const Follow& follow) {
  if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  ApiClient::Answer answer = answer_to(follow);
  if (answer.kind == ApiClient::Answer::Kind::refused)
    note_refusal(follow, std::move(answer));
  else if (answer.kind == ApiClient::Answer::Kind::nothing)
    refused_.push_back(refused_as(follow.of, std::move(answer)));
  else if (answer.kind == ApiClient::Answer::Kind::page)
    take(follow, std::move(answer));
  return std::exchange(content_.follows, {});
}

/// If several in a row fail, the others of the page are not requested. The list that they belong to is stored
/// all the same, and they are requested again next time; if the whole service has failed, so does the next
/// page.
ApiClient::Answer FollowUpFetcher::answer_to(const Follow& follow) try {
  if (has_repeated_failures_)
    return refused_by({ErrorKind::network, "others like it had no answer, and it was not asked for"},
                      follow.request.url);
  return context_.service.follow(query_, conditional(follow));
} catch (const Error& error) {
  if (error.kind() != ErrorKind::network) throw;
  has_repeated_failures_ = true;
  context_.service.discard_prefetched();  // nobody takes the prefetched responses
  return refused_by(error, follow.request.url);
}

void FollowUpFetcher::take(const Follow& follow, ApiClient::Answer answer) {
  const store::Validator validator = validator_of(answer.response);
  held_bytes_ += answer.response.body.size();
  answers_.push_back(std::move(answer.response));
  if (read(follow, answer))
    answered_.push_back({follow.of, follow.request.url, validator});
  else
    note_refusal(follow, std::move(answer));
}

/// Parses the last response. Returns false if it is malformed: nothing of it is used, and `answer.message`
/// says why.
bool FollowUpFetcher::read(const Follow& follow, ApiClient::Answer& answer) {
  const std::size_t seen = content_.observations.size();
  try {
    context_.service.connector().read_follow_up(query_, follow, answers_.back(), content_);
    return true;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::malformed) throw;
    content_.observations.resize(seen);
    content_.follows.clear();
    answer.message = std::string("unreadable answer: ") + error.what();
    return false;
  }
}

void FollowUpFetcher::note_refusal(const Follow& follow, ApiClient::Answer answer) {
  refused_.push_back(refused_as(follow.of, std::move(answer)));
  if (follow.instead && !context_.writer.has_form(context_.account, follow.of, follow.shape))
    content_.observations.push_back(*follow.instead);
}

void report_refused(std::vector<RefusedFollowUp> refused, StreamReport& report) {
  std::erase_if(refused, [](const RefusedFollowUp& one) { return one.refusal == Refusal::nothing; });
  if (refused.empty()) return;
  auto worst = std::ranges::find(refused, Refusal::service, &RefusedFollowUp::refusal);
  report.had_trouble = worst != refused.end();
  if (!report.had_trouble)
    worst = std::ranges::find_if(refused,
                                 [](const RefusedFollowUp& one) { return one.refusal != Refusal::withheld; });
  const RefusedFollowUp& told = worst == refused.end() ? refused.front() : *worst;
  const bool is_gone = told.refusal == Refusal::gone;
  report.outcome = worst == refused.end() ? store::RunOutcome::skipped()
                   : is_gone              ? ErrorKind::gone
                                          : ErrorKind::forbidden;
  report.message = told.of.type + "/" + told.of.key + " is stored in part: " + told.message;
  if (refused.size() > 1) report.message += "; and " + std::to_string(refused.size() - 1) + " more";
  report.hint = told.hint.empty() ? "it is asked for again next time" : told.hint;
}

namespace {

/// Sets `has_repeated_failures` if several in a row got no response: the others would get none either.
ApiClient::Answer answer_again(WalkContext& context, const PageQuery& query, const std::string& address,
                               bool& has_repeated_failures) try {
  const http::Request request = context.service.connector().follow_request(query, address);
  return context.service.retry_follow_up(for_follows(query), request);
} catch (const Error& error) {
  if (error.kind() != ErrorKind::network) throw;
  has_repeated_failures = true;
  return refused_by(error, address);
}

}  // namespace

void forget_vanished(WalkContext& context, const store::StreamName& stream,
                     const std::vector<RefusedFollowUp>& met, store::Page& page) {
  for (const auto& one : context.writer.unanswered(context.account, stream))
    if (std::ranges::find(met, one.address, &RefusedFollowUp::address) == met.end())
      page.forget_refused_request(one.address);
}

bool is_answered_on_retry(WalkContext& context, const PageQuery& query,
                          std::vector<RefusedFollowUp>& refused) {
  bool has_repeated_failures = false;
  for (const auto& one : context.writer.unanswered(context.account, name_of(query))) {
    if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    ApiClient::Answer answer = answer_again(context, query, one.address, has_repeated_failures);
    if (answer.kind != ApiClient::Answer::Kind::refused && answer.kind != ApiClient::Answer::Kind::nothing)
      return true;
    refused.push_back(refused_as(one.of, std::move(answer)));
    if (has_repeated_failures) break;
  }
  return false;
}

http::Request FollowUpFetcher::conditional(const Follow& follow) const {
  http::Request request = follow.request;
  const auto known = context_.writer.validator(context_.account, name_of(query_), request.url);
  if (!known.etag.empty()) request.headers.emplace_back("If-None-Match", known.etag);
  return request;
}

void FollowUpFetcher::save_validators(store::Page& page) const {
  for (const auto& address : reopened_) page.forget_refused_request(address);
  save_early_results(page);
}

void FollowUpFetcher::save_early_results(store::Page& page) const {
  const bool asks_again = context_.service.connector().facts().conditional_requests;
  const auto is_refused = [&](const store::RecordName& of) {
    return std::ranges::any_of(refused_, [&](const RefusedFollowUp& one) { return are_one(one.of, of); });
  };
  for (const auto& one : answered_)
    page.keep_validator(one.address, asks_again && !is_refused(one.of) ? one.validator : store::Validator{});
  for (const auto& one : refused_) page.note_refused_request(one.address, one.of);
}

}  // namespace locker::sync
