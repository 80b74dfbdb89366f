#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// The data of the stand-in service. Times are seconds since 1970.
namespace github_stand_in {

using Id = std::int64_t;
using Time = std::int64_t;

constexpr Time kMinute = 60, kHour = 3600, kDay = 86'400;

struct User {
  Id id = 0;
  std::string login, name, bio;
  std::string type = "User";
  Time created = 0, updated = 0;
};

/// The state in which a repository is, and how the service responds.
enum class Standing {
  open,
  blocked,    ///< 451
  forbidden,  ///< 404, as if it did not exist
};

struct Commit {
  std::string sha, message;
  Id author = 0;
  Time date = 0;
};

struct Release {
  Id id = 0;
  std::string tag, name, body;
  Id author = 0;
  Time created = 0;
  bool draft = false;
};

struct Repository {
  Id id = 0;
  Id owner = 0;
  std::string name, description, language, default_branch = "main";
  std::string clone_token;  // for cloning it if it is private; empty: not shown
  bool is_private = false, fork = false, archived = false, has_issues = true;
  bool may_push = false;  // the user, although it is not the user's
  std::vector<std::string> topics;
  std::map<std::string, std::int64_t> languages;
  Time created = 0, updated = 0, pushed = 0;
  std::int64_t stars = 0, watchers = 0, forks = 0;
  Standing standing = Standing::open;
  std::vector<Commit> commits;    // newest first; none: the repository is empty
  std::vector<Release> releases;  // newest first
  std::int64_t last_number = 0;   // of its issues and pull requests
};

/// The difference between a pull request's id and its id as an issue.
constexpr Id kPullIds = 900'000;

struct Issue {
  Id id = 0;
  Id repository = 0;
  std::int64_t number = 0;
  bool is_pull = false;
  std::string title, body, state = "open";
  Id author = 0;
  std::vector<Id> assignees;
  Time created = 0, updated = 0;
  std::optional<Time> closed, merged;
  std::string trial_merge;  // sha of a pull request's merge commit; empty: that of its head
  bool deleted = false;
};

enum class CommentKind { issue, review, commit };

struct Comment {
  Id id = 0;
  CommentKind kind = CommentKind::issue;
  Id repository = 0;
  std::int64_t number = 0;  // of the issue or pull request
  Id review = 0;
  std::string body, path, sha;
  Id author = 0;
  Time created = 0, updated = 0;
};

struct Review {
  Id id = 0;
  Id repository = 0;
  std::int64_t number = 0;
  std::string body, state;
  Id author = 0;
  Time submitted = 0;
};

struct Gist {
  std::string id, description;
  bool is_public = true;
  std::map<std::string, std::string> files;  // name and content
  Time created = 0, updated = 0;
};

struct Notification {
  std::string id, title, reason, subject_type;
  Id repository = 0;
  bool unread = true;
  Time updated = 0;
};

/// A user's events are listed up to this number, and up to this age in seconds.
constexpr std::size_t kMostEvents = 300;
constexpr Time kOldestEvent = 90 * kDay;

struct Event {
  std::string id, type;
  Id actor = 0;
  Id repository = 0;
  Time created = 0;
};

struct Organization {
  Id id = 0;
  std::string login, description;
};

struct Star {
  Id repository = 0;
  Time at = 0;
};

}  // namespace github_stand_in
