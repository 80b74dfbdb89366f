#include "connectors/github/auth.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/connector/seconds.hpp"

/// Static facts about GitHub, without behaviour: those of its REST API in version 2022-11-28.
namespace locker::connectors::github {
namespace {

using connector::kDay;
using connector::kHour;
using connector::kMonth;
using connector::kWeek;
using connector::Order;
using connector::Shape;
using connector::Stream;
using connector::Type;

Type type(std::string name, std::string title, std::vector<Shape> shapes) {
  Type type;
  type.name = std::move(name);
  type.title = std::move(title);
  type.shapes = std::move(shapes);
  type.address_field = "html_url";
  return type;
}

/// Adds further addresses, of the site and the API, that contain the id.
Type at(Type type, std::vector<std::string> addresses) {
  type.web_references = std::move(addresses);
  return type;
}

Type people(std::string name, std::string title, std::string shape) {
  Type people = type(std::move(name), std::move(title), {{std::move(shape), 0}});
  people.web_references = {"https://api.github.com/user/{id}"};
  people.volatile_fields = {"followers",     "following",           "public_repos",        "public_gists",
                            "private_gists", "total_private_repos", "owned_private_repos", "disk_usage"};
  return people;
}

/// The token in a private repository, for cloning it, is another one with each response.
Type repositories() {
  Type repositories =
      type("repository/github", "repositories", {{"owned", 0}, {"starred", 1}, {"watched", 2}});
  repositories.volatile_fields = {"stargazers_count",
                                  "watchers_count",
                                  "watchers",
                                  "forks_count",
                                  "forks",
                                  "open_issues",
                                  "network_count",
                                  "open_issues_count",
                                  "size",
                                  "subscribers_count",
                                  "temp_clone_token",
                                  "template_repository.temp_clone_token"};
  return repositories;
}

/// The data about the repository that a response repeats in each record is volatile, and so are counters of
/// other users' actions.
Type within_repository(std::string name, std::string title, std::vector<Shape> shapes,
                       std::vector<std::string> passing) {
  Type within = type(std::move(name), std::move(title), std::move(shapes));
  within.volatile_fields = std::move(passing);
  return within;
}

/// Adds GitHub's counters of an issue, or of a pull request in a list of issues.
std::vector<std::string> counted_around_issues(std::vector<std::string> repeated) {
  for (const char* count : {"comments", "reactions", "milestone.open_issues", "milestone.closed_issues",
                            "sub_issues_summary", "issue_dependencies_summary"})
    repeated.emplace_back(count);
  return repeated;
}

/// A list of issues contains a pull request's id as an issue, not its id as a pull request. While it is open,
/// its merge commit is a trial, made anew with each push to the branch that it goes to.
Type pull_requests() {
  Type pulls =
      within_repository("pull-request/github", "pull requests", {{"pull", 0}, {"listed", 1}},
                        counted_around_issues({"repository", "base.repo", "head.repo", "merge_commit_sha"}));
  pulls.identity_field = "node_id";
  return pulls;
}

/// An event's address is that of its object, most specific first, else that of the repository. A push leads
/// to the comparison of its commits.
Type events_of_people() {
  Type events = type("event/github", "events", {{"event", 0}});
  events.address_field =
      "{payload.comment.html_url} {payload.review.html_url} {payload.release.html_url}"
      " {payload.pull_request.html_url} "
      "https://github.com/{repo.name}/pull/{payload.pull_request.url:/pulls/}"
      " {payload.issue.html_url} {payload.forkee.html_url}"
      " https://github.com/{repo.name}/compare/{payload.before}...{payload.head} "
      "https://github.com/{repo.name}";
  return events;
}

/// A thread contains the API address of its subject, and the page of the repository.
Type notification_threads() {
  Type threads = within_repository("notification/github", "notifications", {{"thread", 0}}, {"repository"});
  threads.address_field =
      "{repository.html_url}/issues/{subject.url:/issues/} {repository.html_url}/pull/{subject.url:/pulls/}"
      " {repository.html_url}/commit/{subject.url:/commits/} {repository.html_url}";
  return at(std::move(threads), {"https://api.github.com/notifications/threads/{id}"});
}

std::vector<Type> types() {
  return {
      people("profile/github", "your profile", "profile"),
      repositories(),
      within_repository("issue/github", "issues", {{"issue", 0}, {"listed", 1}},
                        counted_around_issues({"repository"})),
      pull_requests(),
      at(within_repository("comment/github", "comments", {{"issue", 0}, {"review", 1}, {"commit", 2}},
                           {"reactions"}),
         {"https://api.github.com/repos/*/*/issues/comments/{id}",
          "https://api.github.com/repos/*/*/pulls/comments/{id}",
          "https://api.github.com/repos/*/*/comments/{id}"}),
      at(type("review/github", "reviews", {{"review", 0}}),
         {"https://api.github.com/repos/*/*/pulls/*/reviews/{id}"}),
      at(within_repository("commit/github", "commits", {{"commit", 0}}, {"commit.comment_count"}),
         {"https://github.com/*/*/commit/{id}", "https://github.com/*/*/pull/*/commits/{id}",
          "https://api.github.com/repos/*/*/commits/{id}",
          "https://api.github.com/repos/*/*/git/commits/{id}"}),
      at(within_repository("release/github", "releases", {{"release", 0}},
                           {"assets.download_count", "reactions"}),
         {"https://api.github.com/repos/*/*/releases/{id}"}),
      at(within_repository("gist/github", "gists", {{"gist", 0}, {"listed", 1}}, {"comments"}),
         {"https://gist.github.com/{id}", "https://gist.github.com/*/{id}",
          "https://api.github.com/gists/{id}"}),
      notification_threads(),
      events_of_people(),
      people("contact/github", "people", "user"),
      type("organization/github", "organizations", {{"organization", 0}}),
  };
}

Stream stream(std::string name, std::string title, std::string type, Order order) {
  Stream stream;
  stream.name = std::move(name);
  stream.title = std::move(title);
  stream.type = std::move(type);
  stream.order = order;
  stream.takes_since = false;
  // Numbered pages must all have the same size, so it cannot be adapted to a limit.
  stream.min_page_size = stream.initial_page_size = stream.max_page_size = 100;
  stream.price.resource = "object";
  stream.interval_s = kHour;
  return stream;
}

Stream profile() {
  Stream profile = stream("profile", "your own profile", "profile/github", Order::single);
  profile.min_page_size = profile.initial_page_size = profile.max_page_size = 1;
  profile.optional_scopes = {"read:user"};
  profile.interval_s = kDay;
  return profile;
}

Stream own_repositories() {
  Stream repositories = stream("repositories", "repositories that you own or may write to",
                               "repository/github", Order::by_update);
  repositories.optional_scopes = {"repo"};
  repositories.full_interval_s = kDay;
  return repositories;
}

/// A stream with one part per repository of the user.
Stream of_repositories(std::string name, std::string title, std::string type, Order order) {
  Stream of = stream(std::move(name), std::move(title), std::move(type), order);
  of.parts_of = "repositories";
  of.optional_scopes = {"repo"};
  return of;
}

/// Everything that involves the user, in any repository, and everything in the user's own repositories.
Stream concerning(std::string name, std::string title, std::string type) {
  Stream concerning = of_repositories(std::move(name), std::move(title), std::move(type), Order::by_update);
  concerning.fixed_parts = {"created", "assigned", "mentioned"};
  // A label's new name, for example, shows in elements that do not count as updated.
  concerning.full_interval_s = kMonth;
  return concerning;
}

Stream reviews() {
  Stream reviews = of_repositories("reviews", "reviews of pull requests to your repositories",
                                   "review/github", Order::whole);
  reviews.parts_of = "pulls";
  return reviews;
}

Stream listed(std::string name, std::string title, std::string type, std::int64_t full_interval_s) {
  Stream listed = stream(std::move(name), std::move(title), std::move(type), Order::by_addition);
  listed.interval_s = 6 * kHour;
  listed.full_interval_s = full_interval_s;
  return listed;
}

Stream people_of(std::string name, std::string title) {
  Stream people = listed(name, std::move(title), "contact/github", kDay);
  people.count_field = std::move(name);
  return people;
}

Stream gists() {
  Stream gists = stream("gists", "your gists, with what is in their files", "gist/github", Order::whole);
  gists.optional_scopes = {"gist"};
  return gists;
}

Stream organizations() {
  Stream organizations =
      stream("organizations", "organizations that you belong to", "organization/github", Order::whole);
  organizations.scopes = {"read:org"};
  organizations.interval_s = kDay;
  return organizations;
}

Stream notifications() {
  Stream notifications =
      stream("notifications", "your notifications", "notification/github", Order::by_update);
  notifications.min_page_size = notifications.initial_page_size = notifications.max_page_size = 50;
  notifications.scopes = {"notifications"};
  notifications.only_recent = true;
  notifications.full_interval_s = kDay;  // reading a thread does not count as its update
  notifications.known_gap = "GitHub keeps notifications for some months";
  return notifications;
}

Stream events(std::string name, std::string title) {
  Stream events = stream(std::move(name), std::move(title), "event/github", Order::by_update);
  events.depth_cap = 300;
  events.only_recent = true;
  events.by_handle = true;
  events.recent_max_age_s = 90 * kDay;
  events.known_gap = "GitHub tells the newest 300 events of 90 days";
  return events;
}

Stream received_events() {
  Stream received = events("received-events", "what those you follow and watch did");
  received.on_by_default = false;
  received.off_because = "much, and about others";
  return received;
}

Stream starred() {
  Stream starred = listed("starred", "repositories that you starred", "repository/github", kMonth);
  starred.member_fields = {"starred_at"};
  return starred;
}

std::vector<Stream> streams() {
  // Commits are in the order of history: a merge adds older ones anywhere in the list.
  Stream commits = of_repositories("commits", "your commits in repositories that you own or may write to",
                                   "commit/github", Order::whole);
  commits.by_handle = true;
  Stream releases =
      of_repositories("releases", "releases of your repositories", "release/github", Order::by_addition);
  releases.full_interval_s = kWeek;
  Stream comments =
      of_repositories("comments", "comments in your repositories", "comment/github", Order::by_update);
  comments.full_interval_s = kMonth;
  return {
      profile(),
      own_repositories(),
      starred(),
      concerning("issues", "issues that concern you or lie in your repositories", "issue/github"),
      concerning("pulls", "pull requests that concern you or go to your repositories", "pull-request/github"),
      std::move(comments),
      reviews(),
      std::move(commits),
      std::move(releases),
      gists(),
      notifications(),
      events("events", "what you did"),
      received_events(),
      people_of("followers", "people who follow you"),
      people_of("following", "people you follow"),
      organizations(),
      listed("subscriptions", "repositories that you watch", "repository/github", kWeek)};
}

connector::Descriptor describe() {
  connector::Descriptor github;
  github.id = "github";
  github.title = "GitHub";
  github.description =
      "repositories, stars, issues, pull requests, comments, gists and follows, through the REST API";
  github.api_base = "https://api.github.com";
  github.api_variable = "LOCKER_GITHUB_API";
  github.sign_in = sign_in();
  github.handle_prefix = "@";
  github.conditional_requests = true;
  github.numbered_pages = true;
  github.requests_at_once = 6;
  github.types = types();
  github.streams = streams();
  return github;
}

}  // namespace

const connector::Descriptor& facts() {
  static const connector::Descriptor github = describe();
  return github;
}

}  // namespace locker::connectors::github
