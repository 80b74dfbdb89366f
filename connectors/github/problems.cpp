#include "connectors/github/problems.hpp"

#include <algorithm>

#include "connectors/github/requests.hpp"
#include "connectors/github/token_view.hpp"
#include "lib/base/error.hpp"
#include "lib/http/address.hpp"
#include "lib/json/page.hpp"

namespace locker::connectors::github {
namespace {

using sync::Refusal;
using sync::Verdict;

std::string in_one_line(std::string_view said) {
  std::string words(said);
  std::ranges::replace_if(
      words, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return words;
}

/// Returns GitHub's error message; empty if there is none or it cannot be read.
std::string words_of(const http::Response& response) try {
  const json::Page page(response.body);
  return in_one_line(page.root()["message"].text());
} catch (const Error&) {
  return {};
}

/// True for a repository that GitHub has blocked: `{"message":"Repository access blocked","block":{…}}`.
bool is_blocked(const http::Response& response, const std::string& words) try {
  if (response.status != 403) return false;
  const json::Page page(response.body);
  return page.root()["block"].is_object() || words.starts_with("Repository access blocked");
} catch (const Error&) {
  return false;
}

/// Fine-grained tokens cannot read notifications, whatever their permissions. GitHub reports scopes only for
/// classic tokens.
bool is_never_for_this_token(const sync::PageQuery& query, const http::Response& response) {
  return query.stream && query.stream->name == "notifications" && !response.header("X-OAuth-Scopes");
}

bool says(const std::string& words, std::string_view what) { return words.find(what) != std::string::npos; }

/// GitHub reports rate limits by 403 as well as by 429, and some secondary ones only in the message.
bool is_limit(const http::Response& response, const std::string& words) {
  if (response.status == 429) return true;
  if (response.status != 403) return false;
  return response.header("x-ratelimit-remaining") == "0" || response.header("Retry-After") ||
         says(words, "rate limit") || says(words, "abuse detection");
}

std::string permission_hint(const sync::PageQuery& query, const http::Response& response) {
  const std::string needed = in_one_line(response.header("X-Accepted-GitHub-Permissions").value_or(""));
  return "the token may not read this: give it the permission " +
         (needed.empty() ? "" : "\"" + needed + "\" ") + "at " + page_of_token(query, response);
}

std::string hidden_hint(const sync::PageQuery& query, const http::Response& response) {
  return "GitHub also answers 404 where the token may not look: see its permissions at " +
         page_of_token(query, response);
}

void judge_forbidden(Verdict& verdict, const sync::PageQuery& query, const http::Response& response) {
  if (is_never_for_this_token(query, response)) {
    verdict.refusal = Refusal::withheld;
    verdict.hint =
        "no fine-grained token may read notifications: a classic one with the scope \"notifications\" may";
    return;
  }
  verdict.refusal = Refusal::forbidden;
  verdict.hint = single_sign_on_hint(query, response);
  if (!verdict.hint.empty()) return;
  verdict.missing_scope = lacks_scope(response);
  if (!verdict.missing_scope) verdict.hint = permission_hint(query, response);
}

/// A pull request may be missing because its repository is; it is then only one of many subjects that cannot
/// be read.
bool is_of_a_pull_request(const sync::PageQuery& query) {
  return query.stream && query.stream->parts_of == "pulls";
}

bool is_of_issues(const sync::PageQuery& query) {
  const std::string& stream = query.stream->name;
  return stream == "issues" || (stream == "comments" && query.part.find(':') == std::string::npos);
}

/// For these streams, 409 means that a repository has no commits, and 410 that its issues are disabled.
/// Elsewhere neither has this meaning.
bool has_nothing(const sync::PageQuery& query, int status) {
  if (!query.stream) return false;
  const std::string& stream = query.stream->name;
  if (status == 410) return is_of_a_repository(query) && is_of_issues(query);
  return stream == "commits" || (stream == "repositories" && query.is_follow_up);
}

Refusal gone(const sync::PageQuery& query) {
  return is_of_a_pull_request(query) ? Refusal::withheld : Refusal::gone;
}

void judge_not_found(Verdict& verdict, const sync::PageQuery& query, const http::Response& response) {
  verdict.refusal = gone(query);
  verdict.missing_scope = lacks_scope(response);
  if (!verdict.missing_scope) verdict.hint = hidden_hint(query, response);
}

/// A refusal for a single repository or gist does not mean that the endpoint is forbidden.
void judge_withheld(Verdict& verdict, const sync::PageQuery& query) {
  const bool is_of_one = is_of_a_repository(query) || query.is_follow_up;
  verdict.refusal = is_of_one ? Refusal::withheld : Refusal::forbidden;
}

/// GitHub rejects pages beyond its pagination limit with a message that says so.
void judge_invalid(Verdict& verdict, const sync::PageQuery& query, const std::string& words) {
  if (query.token.empty()) return;
  verdict.refusal = says(words, "pagination is limited") ? Refusal::list_cut_off : Refusal::token_refused;
}

/// Describes a redirect that was not followed: one to another origin, or a loop.
std::string redirect_in_words(const sync::PageQuery& query, const http::Response& response) {
  const auto location = response.header("Location");
  if (response.status < 300 || response.status >= 400 || !location) return {};
  const auto target = http::resolved(*location, query.service.api_base);
  const bool stays = target && http::same_origin(*target, query.service.api_base);
  return std::string("; it leads ") + (stays ? "in a circle" : "to another place") + ", and was not followed";
}

}  // namespace

Verdict judge(const sync::PageQuery& query, const http::Response& response) {
  const std::string words = words_of(response);
  Verdict verdict;
  verdict.message = "GitHub answered " + std::to_string(response.status) +
                    (words.empty() ? "" : ": " + words) + redirect_in_words(query, response);
  if (is_limit(response, words)) {
    verdict.refusal = Refusal::rate_limit;
    return verdict;
  }
  if (is_blocked(response, words)) {
    judge_withheld(verdict, query);
    return verdict;
  }
  switch (response.status) {
    case 202:
      verdict.refusal = Refusal::service;
      break;
    case 400:
    case 422:
      judge_invalid(verdict, query, words);
      break;
    case 401:
      verdict.refusal = Refusal::sign_in;
      break;
    case 403:
      judge_forbidden(verdict, query, response);
      break;
    case 404:
      judge_not_found(verdict, query, response);
      break;
    case 409:
    case 410:
      verdict.refusal = has_nothing(query, response.status) ? Refusal::nothing : gone(query);
      break;
    case 451:
      judge_withheld(verdict, query);
      break;
    default:
      if (response.status >= 500) verdict.refusal = Refusal::service;
  }
  return verdict;
}

}  // namespace locker::connectors::github
