#include <array>

#include "render.hpp"

namespace github_stand_in {
namespace {

/// Names of address fields, and their suffixes to the repository's own address.
constexpr std::array<std::pair<const char*, const char*>, 37> kAddresses{{
    {"forks_url", "/forks"},
    {"keys_url", "/keys{/key_id}"},
    {"collaborators_url", "/collaborators{/collaborator}"},
    {"teams_url", "/teams"},
    {"hooks_url", "/hooks"},
    {"issue_events_url", "/issues/events{/number}"},
    {"events_url", "/events"},
    {"assignees_url", "/assignees{/user}"},
    {"branches_url", "/branches{/branch}"},
    {"tags_url", "/tags"},
    {"blobs_url", "/git/blobs{/sha}"},
    {"git_tags_url", "/git/tags{/sha}"},
    {"git_refs_url", "/git/refs{/sha}"},
    {"trees_url", "/git/trees{/sha}"},
    {"statuses_url", "/statuses/{sha}"},
    {"languages_url", "/languages"},
    {"stargazers_url", "/stargazers"},
    {"contributors_url", "/contributors"},
    {"subscribers_url", "/subscribers"},
    {"subscription_url", "/subscription"},
    {"commits_url", "/commits{/sha}"},
    {"git_commits_url", "/git/commits{/sha}"},
    {"comments_url", "/comments{/number}"},
    {"issue_comment_url", "/issues/comments{/number}"},
    {"contents_url", "/contents/{+path}"},
    {"compare_url", "/compare/{base}...{head}"},
    {"merges_url", "/merges"},
    {"archive_url", "/{archive_format}{/ref}"},
    {"downloads_url", "/downloads"},
    {"issues_url", "/issues{/number}"},
    {"pulls_url", "/pulls{/number}"},
    {"milestones_url", "/milestones{/number}"},
    {"notifications_url", "/notifications{?since,all,participating}"},
    {"labels_url", "/labels{/name}"},
    {"releases_url", "/releases{/id}"},
    {"deployments_url", "/deployments"},
    {"url", ""},
}};

}  // namespace

std::string Renderer::repository_url(const Repository& repository) const {
  return base_ + "/repos/" + world_.full_name(repository);
}

std::string Renderer::web(const Repository& repository) const {
  return "https://github.com/" + world_.full_name(repository);
}

Json Renderer::minimal_repository(const Repository& repository) const {
  Json json{{"id", repository.id},
            {"node_id", "R_kgDO" + std::to_string(repository.id)},
            {"name", repository.name},
            {"full_name", world_.full_name(repository)},
            {"private", repository.is_private},
            {"owner", owner(repository.owner)},
            {"html_url", web(repository)},
            {"description", repository.description.empty() ? Json() : Json(repository.description)},
            {"fork", repository.fork}};
  const std::string url = repository_url(repository);
  for (const auto& [name, rest] : kAddresses) json[name] = url + rest;
  return json;
}

Json Renderer::repository(const Repository& repository) const {
  const std::string name = world_.full_name(repository);
  std::int64_t open = 0;
  if (repository.last_number > 0)
    for (const Issue& issue : world_.issues)
      open += issue.repository == repository.id && issue.state == "open";
  const bool own = repository.owner == world_.me, push = own || repository.may_push;
  Json json = minimal_repository(repository);
  json.update(Json{{"created_at", iso_time(repository.created)},
                   {"updated_at", iso_time(repository.updated)},
                   {"pushed_at", iso_time(repository.pushed)},
                   {"git_url", "git://github.com/" + name + ".git"},
                   {"ssh_url", "git@github.com:" + name + ".git"},
                   {"clone_url", web(repository) + ".git"},
                   {"svn_url", web(repository)},
                   {"homepage", nullptr},
                   {"size", static_cast<std::int64_t>(repository.commits.size()) * 17},
                   {"stargazers_count", repository.stars},
                   {"watchers_count", repository.stars},
                   {"language", repository.language},
                   {"has_issues", repository.has_issues},
                   {"has_projects", true},
                   {"has_downloads", true},
                   {"has_wiki", true},
                   {"has_pages", false},
                   {"has_discussions", false},
                   {"forks_count", repository.forks},
                   {"mirror_url", nullptr},
                   {"archived", repository.archived},
                   {"disabled", false},
                   {"open_issues_count", open},
                   {"license", nullptr},
                   {"allow_forking", true},
                   {"is_template", false},
                   {"web_commit_signoff_required", false},
                   {"topics", repository.topics},
                   {"visibility", repository.is_private ? "private" : "public"},
                   {"forks", repository.forks},
                   {"open_issues", open},
                   {"watchers", repository.stars},
                   {"default_branch", repository.default_branch}});
  json["permissions"] = {{"admin", own}, {"maintain", own}, {"push", push}, {"triage", push}, {"pull", true}};
  if (!repository.clone_token.empty()) json["temp_clone_token"] = repository.clone_token;
  return json;
}

Json Renderer::commit(const Repository& repository, std::size_t index) const {
  const Commit& commit = repository.commits[index];
  const std::string url = repository_url(repository) + "/commits/" + commit.sha;
  const User& author = world_.users.at(commit.author);
  const Json signature{
      {"name", author.name}, {"email", author.login + "@mail.example"}, {"date", iso_time(commit.date)}};
  Json parents = Json::array();
  if (index + 1 < repository.commits.size()) {
    const std::string& parent = repository.commits[index + 1].sha;
    parents.push_back({{"sha", parent},
                       {"url", repository_url(repository) + "/commits/" + parent},
                       {"html_url", web(repository) + "/commit/" + parent}});
  }
  return {{"sha", commit.sha},
          {"node_id", "C_kwDO" + commit.sha},
          {"commit",
           {{"author", signature},
            {"committer", signature},
            {"message", commit.message},
            {"tree", {{"sha", commit.sha}, {"url", repository_url(repository) + "/git/trees/" + commit.sha}}},
            {"url", repository_url(repository) + "/git/commits/" + commit.sha},
            {"comment_count", 0},
            {"verification",
             {{"verified", false},
              {"reason", "unsigned"},
              {"signature", nullptr},
              {"payload", nullptr},
              {"verified_at", nullptr}}}}},
          {"url", url},
          {"html_url", web(repository) + "/commit/" + commit.sha},
          {"comments_url", url + "/comments"},
          {"author", person(commit.author)},
          {"committer", person(commit.author)},
          {"parents", std::move(parents)}};
}

Json Renderer::release(const Repository& repository, const Release& release) const {
  const std::string url = repository_url(repository) + "/releases/" + std::to_string(release.id);
  return {
      {"url", url},
      {"assets_url", url + "/assets"},
      {"upload_url", url + "/assets{?name,label}"},
      {"html_url", web(repository) + "/releases/tag/" + release.tag},
      {"id", release.id},
      {"author", person(release.author)},
      {"node_id", "RE_kwDO" + std::to_string(release.id)},
      {"tag_name", release.tag},
      {"target_commitish", "main"},
      {"name", release.name.empty() ? Json() : Json(release.name)},
      {"draft", release.draft},
      {"immutable", false},
      {"prerelease", false},
      {"created_at", iso_time(release.created)},
      {"updated_at", iso_time(release.created)},
      {"published_at", release.draft ? Json() : Json(iso_time(release.created))},
      {"assets",
       Json::array({{{"url", repository_url(repository) + "/releases/assets/" + std::to_string(release.id)},
                     {"id", release.id + 500'000},
                     {"node_id", "RA_kwDO" + std::to_string(release.id)},
                     {"name", "archive.tar.gz"},
                     {"label", nullptr},
                     {"uploader", person(release.author)},
                     {"content_type", "application/gzip"},
                     {"state", "uploaded"},
                     {"size", 1234},
                     {"digest", nullptr},
                     {"download_count", repository.stars},
                     {"created_at", iso_time(release.created)},
                     {"updated_at", iso_time(release.created)},
                     {"browser_download_url",
                      web(repository) + "/releases/download/" + release.tag + "/archive.tar.gz"}}})},
      {"tarball_url", repository_url(repository) + "/tarball/" + release.tag},
      {"zipball_url", repository_url(repository) + "/zipball/" + release.tag},
      {"body", release.body}};
}

}  // namespace github_stand_in
