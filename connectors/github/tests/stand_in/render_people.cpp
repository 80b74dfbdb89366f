#include "render.hpp"

namespace github_stand_in {
namespace {

std::string node_id(const char* kind, Id id) { return std::string(kind) + "_kgDO" + std::to_string(id); }

}  // namespace

Json Renderer::person(Id id) const {
  const User& user = world_.users.at(id);
  const std::string url = base_ + "/users/" + user.login;
  return {{"login", user.login},
          {"id", user.id},
          {"node_id", node_id("U", user.id)},
          {"avatar_url", "https://avatars.example/u/" + std::to_string(user.id) + "?v=4"},
          {"gravatar_id", ""},
          {"url", url},
          {"html_url", "https://github.com/" + user.login},
          {"followers_url", url + "/followers"},
          {"following_url", url + "/following{/other_user}"},
          {"gists_url", url + "/gists{/gist_id}"},
          {"starred_url", url + "/starred{/owner}{/repo}"},
          {"subscriptions_url", url + "/subscriptions"},
          {"organizations_url", url + "/orgs"},
          {"repos_url", url + "/repos"},
          {"events_url", url + "/events{/privacy}"},
          {"received_events_url", url + "/received_events"},
          {"type", user.type},
          {"user_view_type", "public"},
          {"site_admin", false}};
}

Json Renderer::public_profile(const User& user) const {
  Json json = person(user.id);
  json["name"] = user.name;
  json["company"] = nullptr;
  json["blog"] = "";
  json["location"] = nullptr;
  json["email"] = nullptr;
  json["hireable"] = nullptr;
  json["bio"] = user.bio;
  json["twitter_username"] = nullptr;
  json["public_repos"] = user.id == world_.me ? world_.repositories_of_me(false).size() : 3;
  json["public_gists"] = user.id == world_.me ? world_.gists.size() : 0;
  json["followers"] = user.id == world_.me ? world_.followers.size() : 5;
  json["following"] = user.id == world_.me ? world_.following.size() : 6;
  json["created_at"] = iso_time(user.created);
  json["updated_at"] = iso_time(user.updated);
  return json;
}

Json Renderer::me(bool with_private) const {
  Json json = public_profile(world_.users.at(world_.me));
  if (!with_private) return json;
  json["private_gists"] = 1;
  json["total_private_repos"] = 2;
  json["owned_private_repos"] = 2;
  json["disk_usage"] = 4321;
  json["collaborators"] = 0;
  json["two_factor_authentication"] = true;
  json["plan"] = {{"name", "free"}, {"space", 976562499}, {"collaborators", 0}, {"private_repos", 10000}};
  return json;
}

Json Renderer::organization(const Organization& organization) const {
  const std::string url = base_ + "/orgs/" + organization.login;
  return {{"login", organization.login},
          {"id", organization.id},
          {"node_id", node_id("O", organization.id)},
          {"url", url},
          {"repos_url", url + "/repos"},
          {"events_url", url + "/events"},
          {"hooks_url", url + "/hooks"},
          {"issues_url", url + "/issues"},
          {"members_url", url + "/members{/member}"},
          {"public_members_url", url + "/public_members{/member}"},
          {"avatar_url", "https://avatars.example/u/" + std::to_string(organization.id) + "?v=4"},
          {"description", organization.description}};
}

Json Renderer::owner(Id id) const {
  if (world_.users.contains(id)) return person(id);
  const Organization& organization = world_.organizations.at(id);
  const std::string url = base_ + "/users/" + organization.login;
  return {{"login", organization.login},
          {"id", id},
          {"node_id", node_id("O", id)},
          {"avatar_url", "https://avatars.example/u/" + std::to_string(id) + "?v=4"},
          {"gravatar_id", ""},
          {"url", url},
          {"html_url", "https://github.com/" + organization.login},
          {"followers_url", url + "/followers"},
          {"following_url", url + "/following{/other_user}"},
          {"gists_url", url + "/gists{/gist_id}"},
          {"starred_url", url + "/starred{/owner}{/repo}"},
          {"subscriptions_url", url + "/subscriptions"},
          {"organizations_url", url + "/orgs"},
          {"repos_url", url + "/repos"},
          {"events_url", url + "/events{/privacy}"},
          {"received_events_url", url + "/received_events"},
          {"type", "Organization"},
          {"user_view_type", "public"},
          {"site_admin", false}};
}

}  // namespace github_stand_in
