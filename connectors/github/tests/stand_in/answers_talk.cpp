#include <algorithm>

#include "routes.hpp"

namespace github_stand_in {
namespace {

using Issues = std::vector<const Issue*>;

bool is_assigned(const Issue& issue, Id user) { return std::ranges::count(issue.assignees, user) > 0; }

bool has_state(const Asked& asked, const Issue& issue) {
  const std::string state = asked.parameter("state", "open");
  if (state != "open" && state != "closed" && state != "all") refuse(422, "Validation Failed");
  return state == "all" || issue.state == state;
}

Id user_named(const Asked& asked, const std::string& login) {
  for (const auto& [id, user] : asked.world.users)
    if (user.login == login) return id;
  refuse(422, "Validation Failed");
}

/// `usual` is the direction if none is requested.
template <class Element>
void sort(const Asked& asked, std::vector<const Element*>& elements, const std::string& usual) {
  const bool by_update = asked.parameter("sort", "created") == "updated";
  std::ranges::stable_sort(elements, std::less(), [](const Element* one) { return one->id; });
  std::ranges::stable_sort(elements, std::less(),
                           [&](const Element* one) { return by_update ? one->updated : one->created; });
  if (asked.parameter("direction", usual) == "desc") std::ranges::reverse(elements);
}

Listing listing_of(Asked& asked, Issues issues, bool with_repository) {
  return {issues.size(), [&asked, issues, with_repository](std::size_t i) {
            return asked.render.issue(*issues[i], with_repository);
          }};
}

/// filter=… of /issues.
bool concerns_me(const Asked& asked, const Issue& issue, const std::string& filter) {
  const Id me = asked.world.me;
  const Repository& repository = asked.world.repositories.at(issue.repository);
  if (repository.standing != Standing::open || (repository.is_private && !asked.token.has("repo")))
    return false;
  const bool created = issue.author == me, assigned = is_assigned(issue, me),
             mentioned = asked.world.mentions_me(issue);
  const bool in_own = asked.world.is_of_me(repository, true);
  if (filter == "assigned") return assigned;
  if (filter == "created") return created;
  if (filter == "mentioned") return mentioned;
  if (filter == "subscribed") return created || assigned || mentioned;
  if (filter == "repos") return in_own;
  if (filter == "all") return in_own || created || assigned || mentioned;
  refuse(422, "Validation Failed");
}

/// Matches one `key:value` of a search.
bool meets(const Asked& asked, const Issue& issue, const std::string& key, const std::string& value) {
  const std::string login = value == "@me" ? asked.world.users.at(asked.world.me).login : value;
  const Repository& repository = asked.world.repositories.at(issue.repository);
  const std::string name = asked.world.full_name(repository);
  const auto named = [&](Id id) { return asked.world.users.at(id).login == login; };
  const auto is_in = [&](Time time) {
    if (value.starts_with(">=")) return time >= parse_iso_time(value.substr(2));
    if (value.starts_with(">")) return time > parse_iso_time(value.substr(1));
    refuse(422, "Validation Failed");
  };
  const bool mentioned = issue.body.find("@" + login) != std::string::npos;
  if (key == "author") return named(issue.author);
  if (key == "assignee") return std::ranges::any_of(issue.assignees, named);
  if (key == "mentions") return mentioned;
  if (key == "involves")
    return named(issue.author) || mentioned || std::ranges::any_of(issue.assignees, named);
  if (key == "user" || key == "org") return name.starts_with(login + "/");
  if (key == "repo") return name == value;
  if (key == "updated") return is_in(issue.updated);
  if (key == "created") return is_in(issue.created);
  if (key == "archived") return repository.archived == (value == "true");
  if ((key == "is" || key == "type") && (value == "issue" || value == "pr" || value == "pull-request"))
    return issue.is_pull == (value != "issue");
  if ((key == "is" || key == "state") && (value == "open" || value == "closed")) return issue.state == value;
  if (key == "is" && (value == "public" || value == "private"))
    return repository.is_private == (value == "private");
  refuse(422, "Validation Failed");
}

struct Qualifier {
  std::string key, value;
  bool negated = false;
};

std::vector<Qualifier> qualifiers(const std::string& text) {
  std::vector<Qualifier> all;
  for (std::string word : split(text, ' ')) {
    if (word.empty()) continue;
    Qualifier one;
    one.negated = word.starts_with("-");
    if (one.negated) word.erase(0, 1);
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos) refuse(422, "Validation Failed");
    one.key = word.substr(0, colon);
    one.value = word.substr(colon + 1);
    all.push_back(one);
  }
  if (all.empty()) refuse(422, "Validation Failed");
  return all;
}

Result comments_of_kind(Asked& asked, CommentKind kind) {
  const auto since = asked.time("since");
  std::vector<const Comment*> shown;
  for (const Comment& comment : asked.world.comments)
    if (comment.kind == kind && comment.repository == asked.repository->id &&
        (!since || comment.updated >= *since))
      shown.push_back(&comment);
  sort(asked, shown, "asc");
  return Listing{shown.size(), [&asked, shown](std::size_t i) { return asked.render.comment(*shown[i]); }};
}

Result comment_of_kind(Asked& asked, CommentKind kind) {
  const auto& comments = asked.world.comments;
  const auto found = std::ranges::find_if(comments, [&](const Comment& one) {
    return one.kind == kind && one.repository == asked.repository->id &&
           std::to_string(one.id) == asked.names.at(2);
  });
  if (found == comments.end()) refuse(404, "Not Found");
  return asked.render.comment(*found);
}

const Issue& numbered(Asked& asked, bool is_pull) {
  const std::string& number = asked.names.at(2);
  if (number.empty() || !std::ranges::all_of(number, isdigit)) refuse(404, "Not Found");
  const Issue* issue = asked.world.issue(asked.repository->id, std::stoll(number));
  if (!issue || (is_pull && !issue->is_pull)) refuse(404, "Not Found");
  if (!asked.repository->has_issues && !issue->is_pull) refuse(410, "Issues are disabled for this repo");
  if (issue->deleted) refuse(410, "This issue was deleted");
  return *issue;
}

}  // namespace

Result own_issues(Asked& asked) {
  const std::string filter = asked.parameter("filter", "assigned");
  const auto since = asked.time("since");
  Issues shown;
  for (const Issue& issue : asked.world.issues)
    if (!issue.deleted && has_state(asked, issue) && concerns_me(asked, issue, filter) &&
        (!since || issue.updated >= *since))
      shown.push_back(&issue);
  sort(asked, shown, "desc");
  return listing_of(asked, std::move(shown), true);
}

Result found_issues(Asked& asked) {
  const auto wanted = qualifiers(asked.parameter("q"));
  Issues shown;
  for (const Issue& issue : asked.world.issues) {
    if (issue.deleted) continue;
    const bool all = std::ranges::all_of(
        wanted, [&](const Qualifier& one) { return meets(asked, issue, one.key, one.value) != one.negated; });
    if (all) shown.push_back(&issue);
  }
  sort(asked, shown, "desc");
  if (asked.parameter("order", "desc") == "asc") std::ranges::reverse(shown);
  Listing listing{shown.size(), [&asked, shown](std::size_t i) {
                    Json json = asked.render.issue(*shown[i], false);
                    json["score"] = 1.0;
                    return json;
                  }};
  listing.is_search = true;
  listing.reachable = 1000;
  return listing;
}

Result issues_of_repository(Asked& asked) {
  if (!asked.repository->has_issues) refuse(410, "Issues are disabled for this repo");
  const auto since = asked.time("since");
  const std::string creator = asked.parameter("creator"), assignee = asked.parameter("assignee");
  Issues shown;
  for (const Issue& issue : asked.world.issues) {
    if (issue.deleted || issue.repository != asked.repository->id || !has_state(asked, issue)) continue;
    if (since && issue.updated < *since) continue;
    if (!creator.empty() && issue.author != user_named(asked, creator)) continue;
    if (!assignee.empty() && assignee != "*" && !is_assigned(issue, user_named(asked, assignee))) continue;
    if (asked.parameters.contains("mentioned") && !asked.world.mentions_me(issue)) continue;
    shown.push_back(&issue);
  }
  sort(asked, shown, "desc");
  return listing_of(asked, std::move(shown), false);
}

Result pulls_of_repository(Asked& asked) {
  Issues shown;
  for (const Issue& issue : asked.world.issues)
    if (!issue.deleted && issue.is_pull && issue.repository == asked.repository->id &&
        has_state(asked, issue))
      shown.push_back(&issue);
  sort(asked, shown, asked.parameter("sort", "created") == "created" ? "desc" : "asc");
  return Listing{shown.size(), [&asked, shown](std::size_t i) { return asked.render.pull(*shown[i]); }};
}

Result one_issue(Asked& asked) { return asked.render.issue(numbered(asked, false), false); }
Result one_pull(Asked& asked) { return asked.render.pull(numbered(asked, true)); }
Result issue_comments(Asked& asked) { return comments_of_kind(asked, CommentKind::issue); }
Result review_comments(Asked& asked) { return comments_of_kind(asked, CommentKind::review); }
Result commit_comments(Asked& asked) { return comments_of_kind(asked, CommentKind::commit); }
Result one_issue_comment(Asked& asked) { return comment_of_kind(asked, CommentKind::issue); }
Result one_review_comment(Asked& asked) { return comment_of_kind(asked, CommentKind::review); }
Result one_commit_comment(Asked& asked) { return comment_of_kind(asked, CommentKind::commit); }

Result reviews(Asked& asked) {
  const Issue& pull = numbered(asked, true);
  std::vector<const Review*> shown;
  for (const Review& review : asked.world.reviews)
    if (review.repository == pull.repository && review.number == pull.number) shown.push_back(&review);
  return Listing{shown.size(), [&asked, shown](std::size_t i) { return asked.render.review(*shown[i]); }};
}

}  // namespace github_stand_in
