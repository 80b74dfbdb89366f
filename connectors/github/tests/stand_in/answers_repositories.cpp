#include <algorithm>

#include "routes.hpp"

namespace github_stand_in {
namespace {

/// /user/repos does not list private repositories without the scope.
bool may_see(const Asked& asked, const Repository& repository) {
  return repository.standing != Standing::forbidden && (!repository.is_private || asked.token.has("repo"));
}

std::vector<const Repository*> affiliated(Asked& asked) {
  const std::string affiliation = asked.parameter("affiliation", "owner,collaborator,organization_member");
  if (asked.parameters.contains("type") && asked.parameters.contains("affiliation"))
    refuse(422, "If you specify visibility or affiliation, you cannot specify type.");
  const bool owned = affiliation.find("owner") != std::string::npos;
  const bool as_member = affiliation.find("member") != std::string::npos || asked.parameter("type") == "all";
  std::vector<const Repository*> shown;
  for (const Repository* repository : asked.world.repositories_of_me(as_member))
    if (may_see(asked, *repository) && (owned || repository->owner != asked.world.me))
      shown.push_back(repository);
  return shown;
}

void sort(Asked& asked, std::vector<const Repository*>& repositories) {
  const std::string by = asked.parameter("sort", "full_name");
  const std::string direction = asked.parameter("direction", by == "full_name" ? "asc" : "desc");
  const auto key = [&](const Repository* one) {
    return by == "created" ? one->created : by == "updated" ? one->updated : by == "pushed" ? one->pushed : 0;
  };
  std::ranges::sort(repositories, std::less(),
                    [&](const Repository* one) { return asked.world.full_name(*one); });
  if (by != "full_name") std::ranges::stable_sort(repositories, std::less(), key);
  if (direction == "desc") std::ranges::reverse(repositories);
}

Listing listing_of(Asked& asked, std::vector<const Repository*> repositories) {
  return {repositories.size(),
          [&asked, repositories](std::size_t i) { return asked.render.repository(*repositories[i]); }};
}

bool wants_times_of_stars(const Asked& asked) {
  const std::string accept = loopback::header(asked.call.headers, "Accept").value_or("");
  return accept.find("star+json") != std::string::npos;
}

}  // namespace

Result own_repositories(Asked& asked) {
  auto repositories = affiliated(asked);
  const auto since = asked.time("since"), before = asked.time("before");
  std::erase_if(repositories, [&](const Repository* one) {
    return (since && one->updated < *since) || (before && one->updated >= *before);
  });
  sort(asked, repositories);
  return listing_of(asked, std::move(repositories));
}

Result one_repository(Asked& asked) {
  Json json = asked.render.repository(*asked.repository);
  json["network_count"] = asked.repository->forks;
  json["subscribers_count"] = asked.repository->watchers;
  return json;
}

Result languages(Asked& asked) {
  Json json = Json::object();
  for (const auto& [name, bytes] : asked.repository->languages) json[name] = bytes;
  return json;
}

Result topics(Asked& asked) { return Json{{"names", asked.repository->topics}}; }

Result starred(Asked& asked) {
  std::vector<Star> stars(asked.world.stars.begin(), asked.world.stars.end());
  if (asked.parameter("sort", "created") == "updated")
    std::ranges::stable_sort(stars, std::greater(), [&](const Star& star) {
      return asked.world.repositories.at(star.repository).pushed;
    });
  if (asked.parameter("direction") == "asc") std::ranges::reverse(stars);
  const bool with_times = wants_times_of_stars(asked);
  return Listing{stars.size(), [&asked, stars, with_times](std::size_t i) {
                   Json repository =
                       asked.render.repository(asked.world.repositories.at(stars[i].repository));
                   if (!with_times) return repository;
                   return Json{{"starred_at", iso_time(stars[i].at)}, {"repo", std::move(repository)}};
                 }};
}

Result subscriptions(Asked& asked) {
  const auto& ids = asked.world.subscriptions;
  return Listing{ids.size(), [&asked, &ids](std::size_t i) {
                   return asked.render.repository(asked.world.repositories.at(ids[i]));
                 }};
}

/// Without the fields that only a commit of a repository has.
Result one_git_commit(Asked& asked) {
  const auto& commits = asked.repository->commits;
  const auto found = std::ranges::find(commits, asked.names.at(2), &Commit::sha);
  if (found == commits.end()) refuse(404, "Not Found");
  const Json whole =
      asked.render.commit(*asked.repository, static_cast<std::size_t>(found - commits.begin()));
  Json json = whole["commit"];
  json.erase("comment_count");
  json["sha"] = whole["sha"];
  json["node_id"] = whole["node_id"];
  json["html_url"] = whole["html_url"];
  json["parents"] = whole["parents"];
  return json;
}

Result commits(Asked& asked) {
  const Repository& repository = *asked.repository;
  if (repository.commits.empty()) refuse(409, "Git Repository is empty.");
  const auto since = asked.time("since"), until = asked.time("until");
  const std::string author = asked.parameter("author");
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < repository.commits.size(); ++i) {
    const Commit& commit = repository.commits[i];
    const std::string& login = asked.world.users.at(commit.author).login;
    if ((author.empty() || author == login || author == login + "@mail.example") &&
        (!since || commit.date >= *since) && (!until || commit.date <= *until))
      shown.push_back(i);
  }
  return Listing{shown.size(), [&asked, &repository, shown](std::size_t i) {
                   return asked.render.commit(repository, shown[i]);
                 }};
}

Result releases(Asked& asked) {
  const Repository& repository = *asked.repository;
  return Listing{repository.releases.size(), [&asked, &repository](std::size_t i) {
                   return asked.render.release(repository, repository.releases[i]);
                 }};
}

Result rate_limit(Asked&) { return Json{{"resources", Json::object()}}; }

}  // namespace github_stand_in
