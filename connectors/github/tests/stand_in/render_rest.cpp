#include "render.hpp"

namespace github_stand_in {
namespace {

/// Larger files are truncated, with `truncated` set.
constexpr std::size_t kLargestContent = 1'000'000;

/// Raw files are not below the API's path.
std::string site_of(const std::string& base) { return base.substr(0, base.find('/', base.find("://") + 3)); }

}  // namespace

Json Renderer::gist(const Gist& gist, bool with_contents) const {
  const std::string url = base_ + "/gists/" + gist.id;
  const std::string page = "https://gist.github.com/" + world_.users.at(world_.me).login + "/" + gist.id;
  Json files = Json::object();
  for (const auto& [name, content] : gist.files) {
    Json file{{"filename", name},
              {"type", name.ends_with(".md") ? "text/markdown" : "text/plain"},
              {"language", name.ends_with(".cpp") ? Json("C++") : Json("Markdown")},
              {"raw_url", site_of(base_) + "/raw/" + gist.id + "/" + name},
              {"size", content.size()}};
    if (with_contents) {
      file["truncated"] = content.size() > kLargestContent;
      file["content"] = content.substr(0, kLargestContent);
      file["encoding"] = "utf-8";
    }
    files[name] = std::move(file);
  }
  Json json{{"url", url},
            {"forks_url", url + "/forks"},
            {"commits_url", url + "/commits"},
            {"id", gist.id},
            {"node_id", "G_kwDO" + gist.id},
            {"git_pull_url", page + ".git"},
            {"git_push_url", page + ".git"},
            {"html_url", page},
            {"files", std::move(files)},
            {"public", gist.is_public},
            {"created_at", iso_time(gist.created)},
            {"updated_at", iso_time(gist.updated)},
            {"description", gist.description},
            {"comments", 0},
            {"comments_enabled", true},
            {"user", nullptr},
            {"comments_url", url + "/comments"},
            {"owner", person(world_.me)},
            {"truncated", false}};
  if (with_contents) {
    json["forks"] = Json::array();
    json["history"] = Json::array({{{"user", person(world_.me)},
                                    {"version", gist.id},
                                    {"committed_at", iso_time(gist.updated)},
                                    {"change_status", {{"total", 1}, {"additions", 1}, {"deletions", 0}}},
                                    {"url", url + "/" + gist.id}}});
  }
  return json;
}

Json Renderer::notification(const Notification& notification) const {
  const Repository& repository = of(notification.repository);
  const std::string url = base_ + "/notifications/threads/" + notification.id;
  return {{"id", notification.id},
          {"unread", notification.unread},
          {"reason", notification.reason},
          {"updated_at", iso_time(notification.updated)},
          {"last_read_at", notification.unread ? Json() : Json(iso_time(notification.updated))},
          {"subject",
           {{"title", notification.title},
            {"url", repository_url(repository) + "/issues/1"},
            {"latest_comment_url", repository_url(repository) + "/issues/1"},
            {"type", notification.subject_type}}},
          {"repository", minimal_repository(repository)},
          {"url", url},
          {"subscription_url", url + "/subscription"}};
}

Json Renderer::event(const Event& event) const {
  const User& actor = world_.users.at(event.actor);
  const Repository& repository = of(event.repository);
  Json payload = Json::object();
  if (event.type == "PushEvent")
    payload = {{"repository_id", repository.id},
               {"push_id", std::stoll(event.id) % 100'000},
               {"ref", "refs/heads/main"},
               {"head", std::string(40, 'd')},
               {"before", std::string(40, 'e')}};
  else if (event.type == "WatchEvent")
    payload = {{"action", "started"}};
  else
    payload = {{"action", "opened"}};
  return {
      {"id", event.id},
      {"type", event.type},
      {"actor",
       {{"id", actor.id},
        {"login", actor.login},
        {"display_login", actor.login},
        {"gravatar_id", ""},
        {"url", base_ + "/users/" + actor.login},
        {"avatar_url", "https://avatars.example/u/" + std::to_string(actor.id) + "?"}}},
      {"repo",
       {{"id", repository.id}, {"name", world_.full_name(repository)}, {"url", repository_url(repository)}}},
      {"payload", std::move(payload)},
      {"public", !repository.is_private},
      {"created_at", iso_time(event.created)}};
}

}  // namespace github_stand_in
