#include "truth.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace github_stand_in {
namespace {

using Ids = std::vector<std::string>;

Ids texts(const std::deque<Id>& ids) {
  Ids out;
  for (const Id id : ids) out.push_back(std::to_string(id));
  return out;
}

/// Returns the user's own repositories, without their organisations', that are accessible.
std::vector<const Repository*> own(const World& world) {
  auto repositories = world.repositories_of_me(false);
  std::erase_if(repositories, [](const Repository* one) { return one->standing != Standing::open; });
  return repositories;
}

bool is_own(const World& world, Id repository) {
  const Repository& found = world.repositories.at(repository);
  return world.is_of_me(found, false) && found.standing == Standing::open;
}

/// A pull request has another id in lists of issues than in its repository's list of pull requests.
std::string id_of(const World& world, const Issue& issue) {
  const bool as_pull = issue.is_pull && is_own(world, issue.repository);
  return std::to_string(issue.id + (as_pull ? kPullIds : 0));
}

Ids issues(const World& world, bool pulls) {
  Ids out;
  for (const Issue& issue : world.issues) {
    const bool concerns = is_own(world, issue.repository) || issue.author == world.me ||
                          world.mentions_me(issue) || std::ranges::count(issue.assignees, world.me) > 0;
    const bool hidden = world.repositories.at(issue.repository).standing != Standing::open;
    if (concerns && !hidden && !issue.deleted && issue.is_pull == pulls) out.push_back(id_of(world, issue));
  }
  return out;
}

Ids events(const std::deque<Event>& all, Time now) {
  Ids out;
  for (const Event& event : all)
    if (event.created >= now - kOldestEvent && out.size() < kMostEvents) out.push_back(event.id);
  return out;
}

template <class Element>
Ids in_own(const World& world, const std::deque<Element>& elements) {
  Ids out;
  for (const Element& one : elements)
    if (is_own(world, one.repository)) out.push_back(std::to_string(one.id));
  return out;
}

Ids commits(const World& world) {
  Ids out;
  for (const Repository* repository : world.repositories_of_me(true)) {
    const bool is_read = repository->owner == world.me || repository->may_push;
    if (!is_read || repository->standing != Standing::open) continue;
    for (const Commit& commit : repository->commits)
      if (commit.author == world.me) out.push_back(commit.sha);
  }
  return out;
}

Ids releases(const World& world) {
  Ids out;
  for (const Repository* repository : own(world))
    for (const Release& release : repository->releases) out.push_back(std::to_string(release.id));
  return out;
}

Ids repositories(const World& world) {
  Ids out;
  for (const Repository* repository : world.repositories_of_me(true))
    if (repository->standing != Standing::forbidden) out.push_back(std::to_string(repository->id));
  return out;
}

template <class Element>
Ids ids_of(const std::deque<Element>& elements) {
  Ids out;
  for (const Element& one : elements) out.push_back(one.id);
  return out;
}

}  // namespace

Ids truth(const World& world, const std::string& stream, Time now) {
  const std::map<std::string, std::function<Ids()>> streams = {
      {"profile", [&] { return Ids{std::to_string(world.me)}; }},
      {"repositories", [&] { return repositories(world); }},
      {"starred",
       [&] {
         Ids out;
         for (const Star& star : world.stars) out.push_back(std::to_string(star.repository));
         return out;
       }},
      {"issues", [&] { return issues(world, false); }},
      {"pulls", [&] { return issues(world, true); }},
      {"comments", [&] { return in_own(world, world.comments); }},
      {"reviews", [&] { return in_own(world, world.reviews); }},
      {"commits", [&] { return commits(world); }},
      {"releases", [&] { return releases(world); }},
      {"gists", [&] { return ids_of(world.gists); }},
      {"notifications", [&] { return ids_of(world.notifications); }},
      {"events", [&] { return events(world.events, now); }},
      {"received-events", [&] { return events(world.received_events, now); }},
      {"followers", [&] { return texts(world.followers); }},
      {"following", [&] { return texts(world.following); }},
      {"organizations", [&] { return texts(world.organizations_of_me); }},
      {"subscriptions", [&] { return texts(world.subscriptions); }},
  };
  return streams.at(stream)();
}

}  // namespace github_stand_in
