#include "connectors/github/token_view.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "connectors/github/auth.hpp"
#include "lib/http/address.hpp"

namespace locker::connectors::github {
namespace {

/// Splits a list such as `repo, user:follow`.
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

/// Returns the token's scopes; empty for a fine-grained token, which has none.
std::vector<std::string> granted(const http::Response& response) {
  return names_in(response.header("X-OAuth-Scopes").value_or(""));
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Returns `9999, 77` for `partial-results; organizations=9999,77`; absent if the response is complete.
std::optional<std::string> behind_single_sign_on(const http::Response& response) {
  constexpr std::string_view kPartial = "partial-results", kWhose = "organizations=";
  const std::string said(response.header("X-GitHub-SSO").value_or(""));
  if (!said.starts_with(kPartial)) return std::nullopt;
  std::string whose;
  const auto at = said.find(kWhose);
  if (at == std::string::npos) return whose;
  for (const auto& id : names_in(std::string_view(said).substr(at + kWhose.size())))
    if (std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; }))
      whose += (whose.empty() ? "" : ", ") + id;
  return whose;
}

/// Returns the address where the user authorizes the token, if it is safe to display and open.
std::string page_of_single_sign_on(std::string_view said) {
  constexpr std::string_view kUrl = "url=";
  constexpr std::size_t kLongest = 1000;
  const auto at = said.find(kUrl);
  if (at == std::string_view::npos) return {};
  const auto page = said.substr(at + kUrl.size(), said.substr(at + kUrl.size()).find_first_of(" ;,"));
  const bool is_plain = std::ranges::all_of(page, [](char c) { return c > ' ' && c < 0x7f && c != '"'; });
  return is_plain && page.size() <= kLongest && http::is_private(page) ? std::string(page) : std::string();
}

/// A list of a single repository is complete if it is returned at all.
bool is_of_one_repository(const sync::PageQuery& query) { return !query.subject.empty(); }

}  // namespace

bool lacks_scope(const http::Response& response) {
  const auto accepted = names_in(response.header("X-Accepted-OAuth-Scopes").value_or(""));
  if (accepted.empty() || !response.header("X-OAuth-Scopes")) return false;
  const auto names = granted(response);
  return std::ranges::none_of(accepted, [&](const auto& scope) { return has(names, scope); });
}

std::string page_of_token(const sync::PageQuery& query, const http::Response& response) {
  const std::string web = web_of_api(query.service.api_base).value_or(query.service.api_base);
  // GitHub reports the scopes with each response for a classic token, but not for a fine-grained one.
  return web + (response.header("X-OAuth-Scopes") ? "/settings/tokens" : "/settings/personal-access-tokens");
}

std::string single_sign_on_hint(const sync::PageQuery& query, const http::Response& response) {
  const std::string_view said = response.header("X-GitHub-SSO").value_or("");
  if (!said.starts_with("required")) return {};
  const std::string page = page_of_single_sign_on(said);
  return "the organization wants the token authorized for its single sign-on: see to that at " +
         (page.empty() ? page_of_token(query, response) : page);
}

void note_view(const sync::PageQuery& query, const http::Response& response, sync::PageContent& content) {
  if (const auto whose = behind_single_sign_on(response))
    content.withheld_reason =
        "the single sign-on of an organization" + (whose->empty() ? std::string() : " (" + *whose + ")") +
        " hides what is its; authorize the token for it at " + page_of_token(query, response);
  if (is_of_one_repository(query)) return;
  const auto scopes = granted(response);
  const bool is_gists = query.stream->name == "gists";
  if (is_gists && !has(scopes, "gist")) content.access_markers = {{"public", false}};
  if (!is_gists && !has(scopes, "repo"))
    content.access_markers = {{"private", true}, {"repository.private", true}};
}

}  // namespace locker::connectors::github
