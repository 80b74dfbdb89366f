#include "connectors/github/problems.hpp"

#include <algorithm>

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

/// What GitHub says in words; empty where it says nothing that can be read.
std::string words_of(const http::Response& response) try {
  const json::Page page(response.body);
  return in_one_line(page.root()["message"].text());
} catch (const Error&) {
  return {};
}

bool says(const std::string& words, std::string_view what) { return words.find(what) != std::string::npos; }

/// Limits are told by 403 as well as by 429, the secondary ones sometimes in words alone.
bool is_limit(const http::Response& response, const std::string& words) {
  if (response.status == 429) return true;
  if (response.status != 403) return false;
  return response.header("x-ratelimit-remaining") == "0" || response.header("Retry-After") ||
         says(words, "rate limit") || says(words, "abuse detection");
}

/// Names in a list like `repo, user:follow`.
std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find(',', at), list.size());
    std::string_view name = list.substr(at, end - at);
    while (name.starts_with(' ')) name.remove_prefix(1);
    if (!name.empty()) names.emplace_back(name);
    at = end + 1;
  }
  return names;
}

/// True if the endpoint takes any of some scopes and the token has none of them. A fine-grained token has
/// no scopes, and GitHub does not tell them.
bool lacks_scope(const http::Response& response) {
  const auto accepted = names_in(response.header("X-Accepted-OAuth-Scopes").value_or(""));
  const auto granted = response.header("X-OAuth-Scopes");
  if (accepted.empty() || !granted) return false;
  const auto has = names_in(*granted);
  return std::ranges::none_of(accepted,
                              [&](const auto& scope) { return std::ranges::find(has, scope) != has.end(); });
}

/// Where the person sees to the token: the site that the API belongs to, an enterprise's perhaps. Of a
/// classic token GitHub tells the scopes with each answer, of a fine-grained one it does not.
std::string page_of_token(const sync::PageQuery& query, const http::Response& response) {
  constexpr std::string_view kApi = "https://api.github.com", kEnterprise = "/api/v3";
  std::string web = query.service.api_base;
  if (web.ends_with(kEnterprise)) web.resize(web.size() - kEnterprise.size());
  if (web.empty() || web == kApi) web = "https://github.com";
  return web + (response.header("X-OAuth-Scopes") ? "/settings/tokens" : "/settings/personal-access-tokens");
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
  verdict.refusal = Refusal::forbidden;
  verdict.missing_scope = lacks_scope(response);
  if (!verdict.missing_scope) verdict.hint = permission_hint(query, response);
}

/// A pull request may be gone with its repository, and is then one that tells nothing among many.
bool is_of_a_pull_request(const sync::PageQuery& query) {
  return query.stream && query.stream->parts_of == "pulls";
}

void judge_not_found(Verdict& verdict, const sync::PageQuery& query, const http::Response& response) {
  verdict.refusal = is_of_a_pull_request(query) ? Refusal::withheld : Refusal::gone;
  verdict.missing_scope = lacks_scope(response);
  if (!verdict.missing_scope) verdict.hint = hidden_hint(query, response);
}

/// Beyond a last page GitHub tells nothing, and says so.
void judge_invalid(Verdict& verdict, const sync::PageQuery& query, const std::string& words) {
  if (query.token.empty()) return;
  verdict.refusal = says(words, "pagination is limited") ? Refusal::nothing : Refusal::token_refused;
}

/// Redirects are followed as long as they stay with the service and come to an end.
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
    case 409:  // an empty repository
    case 410:  // a repository without issues
      verdict.refusal = Refusal::nothing;
      break;
    case 451:
      verdict.refusal = Refusal::withheld;
      break;
    default:
      if (response.status >= 500) verdict.refusal = Refusal::service;
  }
  return verdict;
}

}  // namespace locker::connectors::github
