#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model.hpp"
#include "settings.hpp"

namespace github_stand_in {

/// The service's state: users, the objects that they created, and their listing order (newest first).
class World {
 public:
  /// Generates the data from the seed; the user is the first user. `now` is the latest time used.
  World(const Settings& settings, Time now);

  Id me = 0;
  std::map<Id, User> users;
  std::map<Id, Organization> organizations;
  std::map<Id, Repository> repositories;
  std::map<std::string, Id> former_names;  ///< "owner/name" of renamed and transferred repositories
  std::deque<Issue> issues;
  std::int64_t counted = 0;  ///< added to all counters of other users' actions
  std::deque<Comment> comments;
  std::deque<Review> reviews;
  std::map<std::string, std::string> moved_issues;  ///< "id/number" by repository, old to new
  std::deque<Gist> gists;
  std::deque<Notification> notifications;
  std::deque<Event> events, received_events;
  std::deque<Star> stars;
  std::deque<Id> followers, following, organizations_of_me, subscriptions;

  Id new_id() { return ++last_id_; }
  std::string hex(int digits);
  /// Returns a random number below `bound`, from the seed.
  std::int64_t chance(std::int64_t bound);

  User& add_user(const std::string& login);
  Repository& add_repository(Id owner, const std::string& name, Time created);
  Issue& add_issue(Repository& repository, bool is_pull, Id author, Time created);
  Comment& add_comment(CommentKind kind, const Repository& repository, std::int64_t number, Id author,
                       Time at);

  [[nodiscard]] std::string full_name(const Repository& repository) const;
  Repository* repository(std::string_view full_name);
  Issue* issue(Id repository, std::int64_t number);
  /// True if the user, or an organisation that they belong to, owns the repository.
  [[nodiscard]] bool is_of_me(const Repository& repository, bool also_as_member) const;
  [[nodiscard]] std::vector<const Repository*> repositories_of_me(bool also_as_member) const;
  [[nodiscard]] bool mentions_me(const Issue& issue) const;

 private:
  void add_people(const Settings& settings, Time now);
  void add_repositories(const Settings& settings, Time now);
  void fill(Repository& repository, const Settings& settings, Time now);
  void add_lists(const Settings& settings, Time now);
  void add_happenings(const Settings& settings, Time now);

  Id last_id_ = 1000;
  std::uint64_t random_;
};

}  // namespace github_stand_in
