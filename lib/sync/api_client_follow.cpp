#include "lib/base/error.hpp"
#include "lib/http/address.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/conditional.hpp"
#include "lib/sync/refusal.hpp"

/// Follow-ups of pages: only the one that cannot be obtained is left out.
namespace locker::sync {
namespace {

/// A failure that persists may concern one follow-up only; so many in a row concern the service.
constexpr int kMostTroubles = 3;

}  // namespace

bool ApiClient::prefetch_follow_up(const http::Request& request, std::size_t most) {
  http::Request asked = request;
  asked.anonymous = leaves_service(request.url);
  if (asked.anonymous && !http::is_private(request.url)) return true;
  return prefetching_ && prefetching_->prefetch(asked, most);
}

ApiClient::Answer ApiClient::follow(const PageQuery& query, const http::Request& request) {
  Answer answer{.address = request.url};
  http::Request asked = request;
  asked.anonymous = leaves_service(request.url);
  if (asked.anonymous && !http::is_private(request.url)) {
    answer.kind = Answer::Kind::refused;
    answer.message = "its address is neither https nor on this machine, and was not asked";
    return answer;
  }
  if (asked.anonymous && foreign_failures_ >= kMostTroubles) {
    answer.kind = Answer::Kind::refused;
    answer.message = "its host did not answer for others either, and was not asked";
    return answer;
  }
  if (!send_follow_up(asked, answer)) return answer;
  const bool unchanged = is_unchanged(answer.response) && is_conditional_request(asked);
  if (unchanged) answer.kind = Answer::Kind::unchanged;
  if (unchanged || is_whole(answer.response)) {
    count_failure(asked, false);
    return answer;
  }
  Verdict verdict = connector_.judge(query, answer.response);
  if (asked.anonymous) verdict.refusal = for_other_host(verdict.refusal);
  const bool is_failure = verdict.refusal == Refusal::service || verdict.refusal == Refusal::rate_limit;
  const bool is_of_all = count_failure(asked, is_failure);
  if (is_of_all || affects_all(verdict.refusal, asked.anonymous)) refuse(verdict, query.stream);
  answer.kind = verdict.refusal == Refusal::nothing ? Answer::Kind::nothing : Answer::Kind::refused;
  answer.refusal = verdict.refusal;
  answer.message = verdict.message;
  answer.hint = verdict.hint;
  return answer;
}

/// Counts failures in a row. Returns true if there are so many that the service itself has failed.
bool ApiClient::count_failure(const http::Request& request, bool is_failure) {
  int& troubles = request.anonymous ? foreign_failures_ : failures_;
  troubles = is_failure ? troubles + 1 : 0;
  return !request.anonymous && troubles >= kMostTroubles;
}

/// Returns false if this follow-up got no response, which does not affect others; `answer` says why.
bool ApiClient::send_follow_up(const http::Request& request, Answer& answer) {
  try {
    answer.response = send(request);
    return true;
  } catch (const Error& error) {
    const bool is_failure = error.kind() == ErrorKind::network;
    const bool is_one = is_failure || error.kind() == ErrorKind::malformed ||
                        (request.anonymous && error.kind() == ErrorKind::rate_limit);
    if (!is_one || count_failure(request, is_failure)) throw;
    answer.kind = Answer::Kind::refused;
    if (is_failure) answer.refusal = Refusal::service;
    answer.message = error.what();
    answer.hint = error.hint();
    return false;
  }
}

ApiClient::Answer ApiClient::retry_follow_up(const PageQuery& query, const http::Request& request) {
  Answer answer = follow(query, request);
  if (prefetching_ && answer.kind == Answer::Kind::page) prefetching_->keep(request, answer.response);
  return answer;
}

}  // namespace locker::sync
