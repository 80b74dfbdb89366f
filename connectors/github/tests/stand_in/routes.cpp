#include "routes.hpp"

namespace github_stand_in {
namespace {

constexpr const char* kOfIssues = "filter state labels sort direction since";

/// Marks a route that the program does not use.
Route beside(Route route) {
  route.is_for_the_program = false;
  return route;
}

std::vector<Route> all_routes() {
  using enum Paging;
  return {
      {"/user", "", none, profile},
      beside({"/users/{username}", "", none, someone}),
      {"/user/repos", "visibility affiliation type sort direction since before", numbered, own_repositories},
      {"/user/starred", "sort direction", numbered, starred},
      {"/user/subscriptions", "", numbered, subscriptions},
      {"/user/followers", "", numbered, followers},
      {"/user/following", "", numbered, following},
      {"/user/orgs", "", numbered, organizations, "read:org write:org admin:org user", 403},
      beside({"/user/memberships/orgs", "state", numbered, organization_memberships,
              "read:org write:org admin:org", 403}),
      {"/issues", std::string(kOfIssues) + " collab orgs owned pulls", cursor, own_issues,
       "repo public_repo"},
      beside({"/user/issues", kOfIssues, cursor, own_issues}),
      beside({"/search/issues", "q sort order advanced_search", numbered, found_issues, "", 404, true}),
      {"/gists", "since", numbered, gists},
      {"/gists/{gist_id}", "", none, one_gist},
      {"/notifications", "all participating since before", numbered, notifications, "notifications repo", 403,
       false, true, 50, 50},
      {"/users/{username}/events", "", numbered, own_events, "", 404, false, true},
      {"/users/{username}/received_events", "", numbered, received_events, "", 404, false, true},
      {"/repos/{owner}/{repo}", "", none, one_repository},
      {"/repos/{owner}/{repo}/languages", "", none, languages},
      beside({"/repos/{owner}/{repo}/topics", "", none, topics}),
      {"/repos/{owner}/{repo}/issues",
       "milestone state assignee type creator mentioned labels sort direction since", cursor,
       issues_of_repository},
      {"/repos/{owner}/{repo}/issues/{number}", "", none, one_issue},
      {"/repos/{owner}/{repo}/pulls", "state head base sort direction", numbered, pulls_of_repository},
      {"/repos/{owner}/{repo}/pulls/{number}", "", none, one_pull},
      {"/repos/{owner}/{repo}/pulls/{number}/reviews", "", numbered, reviews},
      {"/repos/{owner}/{repo}/issues/comments", "sort direction since", numbered, issue_comments},
      {"/repos/{owner}/{repo}/pulls/comments", "sort direction since", numbered, review_comments},
      {"/repos/{owner}/{repo}/comments", "", numbered, commit_comments},
      {"/repos/{owner}/{repo}/issues/comments/{comment_id}", "", none, one_issue_comment},
      {"/repos/{owner}/{repo}/pulls/comments/{comment_id}", "", none, one_review_comment},
      {"/repos/{owner}/{repo}/comments/{comment_id}", "", none, one_commit_comment},
      {"/repos/{owner}/{repo}/git/commits/{commit_sha}", "", none, one_git_commit},
      {"/repos/{owner}/{repo}/commits", "sha path author committer since until", cursor, commits},
      {"/repos/{owner}/{repo}/releases", "", numbered, releases},
      beside({"/rate_limit", "", none, rate_limit}),
  };
}

bool is_name(const std::string& segment) { return segment.starts_with("{"); }

/// Literal segments are preferred to placeholders: `issues/comments` is not an issue.
int fit(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return -1;
  int words = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_name(pattern[i])) continue;
    if (pattern[i] != path[i]) return -1;
    ++words;
  }
  return words;
}

}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> all = all_routes();
  return all;
}

std::optional<Found> find_route(const std::string& path) {
  const auto segments = split(path, '/');
  int best = -1;
  Found found;
  for (const Route& route : routes()) {
    const auto pattern = split(route.pattern, '/');
    const int words = fit(pattern, segments);
    if (words <= best) continue;
    best = words;
    found = {&route, {}};
    for (std::size_t i = 0; i < pattern.size(); ++i)
      if (is_name(pattern[i])) found.names.push_back(segments[i]);
  }
  return found.route ? std::optional(found) : std::nullopt;
}

}  // namespace github_stand_in
