#include "world.hpp"

#include <algorithm>
#include <array>

namespace github_stand_in {
namespace {

constexpr std::array kWords{"orbit", "lantern", "ferry", "quill", "ember", "harbour", "mosaic", "pylon"};
constexpr std::array kTexts{
    "It fails when the path has a space in it.",
    "Ça marche — mais pas avec `naïve` 🧵.",
    "再現手順:\n\n1. 開く\n2. 閉じる",
    "Quoted \"text\", a back\\slash, a tab\t, and <b>markup</b> & entities.",
    "",
    "See #3 and https://example.org/a?b=c&d=e#f 👩‍👩‍👧",
};
constexpr std::array kLanguages{"C++", "Rust", "Python", "Go"};
constexpr std::array kReasons{"mention", "author", "subscribed", "review_requested"};
constexpr std::array kEventTypes{"PushEvent", "IssuesEvent", "WatchEvent", "CreateEvent", "PullRequestEvent"};
constexpr std::array kReviewStates{"APPROVED", "COMMENTED", "CHANGES_REQUESTED"};

}  // namespace

World::World(const Settings& settings, Time now) : random_(settings.seed * 0x9e3779b97f4a7c15ULL + 1) {
  add_people(settings, now);
  add_repositories(settings, now);
  add_lists(settings, now);
  add_happenings(settings, now);
}

std::int64_t World::chance(std::int64_t bound) {
  random_ ^= random_ << 13;
  random_ ^= random_ >> 7;
  random_ ^= random_ << 17;
  return static_cast<std::int64_t>(random_ % static_cast<std::uint64_t>(bound));
}

std::string World::hex(int digits) {
  std::string text;
  while (static_cast<int>(text.size()) < digits) text += "0123456789abcdef"[chance(16)];
  return text;
}

User& World::add_user(const std::string& login) {
  const Id id = new_id();
  User& user = users[id];
  user.id = id;
  user.login = login;
  user.name = "The " + login;
  user.bio = kTexts[static_cast<std::size_t>(id) % kTexts.size()];
  user.created = 1'300'000'000 + id;
  user.updated = user.created;
  return user;
}

Repository& World::add_repository(Id owner, const std::string& name, Time created) {
  const Id id = new_id();
  Repository& repository = repositories[id];
  repository.id = id;
  repository.owner = owner;
  repository.name = name;
  repository.description = kTexts[static_cast<std::size_t>(id) % kTexts.size()];
  repository.language = kLanguages[static_cast<std::size_t>(id) % kLanguages.size()];
  repository.languages = {{repository.language, 1000 + id}, {"Shell", 77}};
  repository.topics = {"topic-" + std::to_string(id % 5), "archive"};
  repository.created = repository.updated = repository.pushed = created;
  repository.stars = id % 90;
  repository.watchers = id % 7;
  repository.forks = id % 11;
  return repository;
}

Issue& World::add_issue(Repository& repository, bool is_pull, Id author, Time created) {
  Issue issue;
  issue.id = new_id();
  issue.repository = repository.id;
  issue.number = ++repository.last_number;
  issue.is_pull = is_pull;
  issue.title =
      std::string(is_pull ? "Mend " : "Broken ") + kWords[static_cast<std::size_t>(issue.id) % kWords.size()];
  issue.body = kTexts[static_cast<std::size_t>(issue.id) % kTexts.size()];
  issue.author = author;
  issue.created = issue.updated = created;
  issues.push_back(issue);
  return issues.back();
}

Comment& World::add_comment(CommentKind kind, const Repository& repository, std::int64_t number, Id author,
                            Time at) {
  Comment comment;
  comment.id = new_id();
  comment.kind = kind;
  comment.repository = repository.id;
  comment.number = number;
  comment.author = author;
  comment.body = kTexts[static_cast<std::size_t>(comment.id) % kTexts.size()];
  comment.path = "src/main.cpp";
  if (!repository.commits.empty()) comment.sha = repository.commits.front().sha;
  comment.created = comment.updated = at;
  comments.push_back(comment);
  return comments.back();
}

std::string World::full_name(const Repository& repository) const {
  const auto organization = organizations.find(repository.owner);
  const std::string& owner =
      organization != organizations.end() ? organization->second.login : users.at(repository.owner).login;
  return owner + "/" + repository.name;
}

Repository* World::repository(std::string_view full_name_wanted) {
  const std::string_view name = full_name_wanted.substr(full_name_wanted.find('/') + 1);
  for (auto& [id, repository] : repositories)
    if (repository.name == name && full_name(repository) == full_name_wanted) return &repository;
  return nullptr;
}

Issue* World::issue(Id repository, std::int64_t number) {
  for (Issue& issue : issues)
    if (issue.repository == repository && issue.number == number) return &issue;
  return nullptr;
}

bool World::is_of_me(const Repository& repository, bool also_as_member) const {
  return repository.owner == me ||
         (also_as_member && std::ranges::count(organizations_of_me, repository.owner) > 0);
}

std::vector<const Repository*> World::repositories_of_me(bool also_as_member) const {
  std::vector<const Repository*> found;
  for (const auto& [id, repository] : repositories)
    if (is_of_me(repository, also_as_member)) found.push_back(&repository);
  return found;
}

bool World::mentions_me(const Issue& issue) const {
  return issue.body.find("@" + users.at(me).login) != std::string::npos;
}

void World::add_people(const Settings& settings, Time now) {
  me = add_user("octo-me").id;
  users[me].updated = now - 90 * kDay;
  for (int i = 0; i < settings.organizations; ++i) {
    const Id id = new_id();
    organizations[id] = {id, "guild-" + std::to_string(i + 1), "An organisation"};
    organizations_of_me.push_back(id);
  }
  for (int i = 0; i < settings.followers; ++i)
    followers.push_back(add_user("reader-" + std::to_string(i)).id);
  for (int i = 0; i < settings.following; ++i) following.push_back(add_user("maker-" + std::to_string(i)).id);
}

void World::fill(Repository& repository, const Settings& settings, Time now) {
  const Id someone = followers.empty() ? me : followers.front();
  const auto at = [&](int back) { return now - 40 * kDay + (repository.id % 50) * kHour - back * kDay; };
  for (int i = 0; i < settings.commits; ++i)
    repository.commits.push_back({hex(40), "Change number " + std::to_string(i) + "\n\nWhy it was made.",
                                  i % 3 == 2 ? someone : me, at(i)});
  for (int i = 0; i < settings.releases; ++i)
    repository.releases.push_back(
        {new_id(), "v" + std::to_string(settings.releases - i) + ".0", "", "Notes 📦", me, at(i * 9), false});
  for (int i = 0; i < settings.issues; ++i)
    add_issue(repository, i % 3 == 2, i % 2 ? someone : me, at(20 - i));
  for (int i = 0; i < settings.comments; ++i) {
    const std::int64_t number = 1 + i % std::max(1, settings.issues);
    add_comment(CommentKind::issue, repository, number, i % 2 ? someone : me, at(15 - i));
  }
  for (const Issue& issue : std::vector<Issue>(issues.begin(), issues.end())) {
    if (issue.repository != repository.id || !issue.is_pull || settings.comments == 0) continue;
    Review review{new_id(), repository.id, issue.number, "Well done.", kReviewStates[issue.id % 3],
                  someone,  at(5)};
    reviews.push_back(review);
    add_comment(CommentKind::review, repository, issue.number, someone, at(5)).review = review.id;
  }
}

void World::add_repositories(const Settings& settings, Time now) {
  for (int i = 0; i < settings.repositories; ++i) {
    Repository& repository = add_repository(
        me, std::string(kWords[static_cast<std::size_t>(i) % kWords.size()]) + "-" + std::to_string(i),
        now - (300 - i % 200) * kDay);
    repository.is_private = i % 4 == 1;
    if (i + 1 < settings.repositories || settings.repositories == 1) fill(repository, settings, now);
  }  // the last repository stays empty
  for (int i = 0; i < settings.member_repositories && !organizations_of_me.empty(); ++i)
    fill(add_repository(organizations_of_me.front(), "common-" + std::to_string(i), now - 200 * kDay),
         settings, now);
}

void World::add_lists(const Settings& settings, Time now) {
  const Id maker = following.empty() ? me : following.front();
  for (int i = 0; i < settings.stars; ++i) {
    const Id id = add_repository(maker, "liked-" + std::to_string(i), now - 400 * kDay).id;
    stars.push_back({id, now - 3 * kDay - i * kHour});
  }
  for (int i = 0; i < settings.subscriptions; ++i)
    subscriptions.push_back(add_repository(maker, "watched-" + std::to_string(i), now - 400 * kDay).id);
  for (int i = 0; i < settings.elsewhere; ++i) {
    Repository& repository = add_repository(maker, "far-" + std::to_string(i), now - 400 * kDay);
    Issue& issue = add_issue(repository, i % 2 == 1, i % 3 == 0 ? me : maker, now - (60 + i) * kDay);
    if (i % 3 == 1) issue.assignees.push_back(me);
    if (i % 3 == 2) issue.body = "What does @" + users[me].login + " say?";
  }
  for (int i = 0; i < settings.gists; ++i) {
    Gist gist{hex(32), "Snippet " + std::to_string(i), i % 3 != 1,
              {},      now - (30 + i) * kDay,          now - (30 + i) * kDay};
    gist.files["notes-" + std::to_string(i) + ".md"] = kTexts[static_cast<std::size_t>(i) % kTexts.size()];
    if (i % 2 == 0) gist.files["main.cpp"] = "int main() { return " + std::to_string(i) + "; }\n";
    gists.push_back(gist);
  }
}

void World::add_happenings(const Settings& settings, Time now) {
  const auto own = repositories_of_me(false);
  if (own.empty()) return;
  const Id other = following.empty() ? me : following.front();
  for (int i = 0; i < settings.notifications; ++i)
    notifications.push_back(
        {std::to_string(new_id()), "Something about " + std::to_string(i),
         kReasons[static_cast<std::size_t>(i) % kReasons.size()], i % 2 ? "PullRequest" : "Issue",
         own[static_cast<std::size_t>(i) % own.size()]->id, i % 2 == 0, now - (i + 2) * kHour});
  for (int i = 0; i < settings.events; ++i)
    events.push_back({std::to_string(40'000'000'000 - i),
                      kEventTypes[static_cast<std::size_t>(i) % kEventTypes.size()], me,
                      own[static_cast<std::size_t>(i) % own.size()]->id, now - kHour - i * 7 * kMinute});
  for (int i = 0; i < settings.received_events; ++i)
    received_events.push_back(
        {std::to_string(30'000'000'000 - i), kEventTypes[static_cast<std::size_t>(i) % kEventTypes.size()],
         other, own[static_cast<std::size_t>(i) % own.size()]->id, now - kHour - i * 11 * kMinute});
}

}  // namespace github_stand_in
