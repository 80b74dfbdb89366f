#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "listing.hpp"

namespace github_stand_in {

using Result = std::variant<Json, Listing>;

struct Route {
  std::string pattern;     ///< "/repos/{owner}/{repo}/issues"
  std::string parameters;  ///< supported ones, separated by spaces, in addition to those of paging
  Paging paging = Paging::none;
  Result (*answer)(Asked&) = nullptr;
  std::string scopes = "";  ///< any of these is sufficient, separated by spaces; empty: none is required
  int missing_scope = 404;  ///< the status if the scope is missing
  bool is_search = false;   ///< counts against the search limit
  bool is_polled = false;   ///< returns X-Poll-Interval and Last-Modified
  int usual = 30, most = 100;
  bool is_for_the_program = true;  ///< else it exists only because the real service has it
};

const std::vector<Route>& routes();

struct Found {
  const Route* route = nullptr;
  std::vector<std::string> names;
};
/// Returns the route of a path, if there is one.
std::optional<Found> find_route(const std::string& path);

// Handlers, grouped by what they return.
Result profile(Asked& asked);
Result someone(Asked& asked);
Result own_repositories(Asked& asked);
Result one_repository(Asked& asked);
Result languages(Asked& asked);
Result topics(Asked& asked);
Result starred(Asked& asked);
Result subscriptions(Asked& asked);
Result commits(Asked& asked);
Result releases(Asked& asked);
Result own_issues(Asked& asked);
Result found_issues(Asked& asked);
Result issues_of_repository(Asked& asked);
Result one_issue(Asked& asked);
Result pulls_of_repository(Asked& asked);
Result one_pull(Asked& asked);
Result issue_comments(Asked& asked);
Result review_comments(Asked& asked);
Result commit_comments(Asked& asked);
Result one_issue_comment(Asked& asked);
Result one_review_comment(Asked& asked);
Result one_commit_comment(Asked& asked);
Result one_git_commit(Asked& asked);
Result reviews(Asked& asked);
Result gists(Asked& asked);
Result one_gist(Asked& asked);
Result notifications(Asked& asked);
Result own_events(Asked& asked);
Result received_events(Asked& asked);
Result followers(Asked& asked);
Result following(Asked& asked);
Result organizations(Asked& asked);
Result organization_memberships(Asked& asked);
Result rate_limit(Asked& asked);

}  // namespace github_stand_in
