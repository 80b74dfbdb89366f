#include <algorithm>

#include "routes.hpp"

namespace github_stand_in {
namespace {

Listing people(Asked& asked, const std::deque<Id>& ids) {
  return {ids.size(), [&asked, &ids](std::size_t i) { return asked.render.person(ids[i]); }};
}

bool is_me(const Asked& asked, const std::string& login) {
  return login == asked.world.users.at(asked.world.me).login;
}

bool is_anyone(const Asked& asked, const std::string& login) {
  return std::ranges::any_of(asked.world.users, [&](const auto& one) { return one.second.login == login; });
}

Result recent(Asked& asked, const std::deque<Event>& events) {
  if (!is_anyone(asked, asked.names.at(0))) refuse(404, "Not Found");
  if (!is_me(asked, asked.names.at(0))) return Listing{};
  const auto count = static_cast<std::size_t>(std::ranges::count_if(
      events, [&](const Event& event) { return event.created >= asked.now - kOldestEvent; }));
  Listing listing{std::min(count, kMostEvents),
                  [&asked, &events](std::size_t i) { return asked.render.event(events[i]); }};
  listing.reachable = kMostEvents;
  return listing;
}

}  // namespace

Result profile(Asked& asked) {
  return asked.render.me(asked.token.has("user") || asked.token.has("read:user"));
}

Result someone(Asked& asked) {
  for (const auto& [id, user] : asked.world.users)
    if (user.login == asked.names.at(0)) return asked.render.public_profile(user);
  refuse(404, "Not Found");
}

Result followers(Asked& asked) { return people(asked, asked.world.followers); }
Result following(Asked& asked) { return people(asked, asked.world.following); }

Result organizations(Asked& asked) {
  const auto& ids = asked.world.organizations_of_me;
  return Listing{ids.size(), [&asked, &ids](std::size_t i) {
                   return asked.render.organization(asked.world.organizations.at(ids[i]));
                 }};
}

Result organization_memberships(Asked& asked) {
  const auto& ids = asked.world.organizations_of_me;
  return Listing{ids.size(), [&asked, &ids](std::size_t i) {
                   const Organization& organization = asked.world.organizations.at(ids[i]);
                   const std::string url = asked.base + "/orgs/" + organization.login;
                   return Json{{"url", url + "/memberships/" + asked.world.users.at(asked.world.me).login},
                               {"state", "active"},
                               {"role", "member"},
                               {"organization_url", url},
                               {"organization", asked.render.organization(organization)},
                               {"user", asked.render.person(asked.world.me)}};
                 }};
}

Result own_events(Asked& asked) { return recent(asked, asked.world.events); }
Result received_events(Asked& asked) { return recent(asked, asked.world.received_events); }

Result notifications(Asked& asked) {
  const bool all = asked.parameter("all") == "true";
  const auto since = asked.time("since"), before = asked.time("before");
  std::vector<const Notification*> shown;
  for (const Notification& one : asked.world.notifications)
    if ((all || one.unread) && (!since || one.updated >= *since) && (!before || one.updated < *before))
      shown.push_back(&one);
  std::ranges::stable_sort(shown, std::greater(), [](const Notification* one) { return one->updated; });
  return Listing{shown.size(),
                 [&asked, shown](std::size_t i) { return asked.render.notification(*shown[i]); }};
}

Result gists(Asked& asked) {
  const auto since = asked.time("since");
  std::vector<const Gist*> shown;
  for (const Gist& gist : asked.world.gists)
    if ((gist.is_public || asked.token.has("gist")) && (!since || gist.updated >= *since))
      shown.push_back(&gist);
  std::ranges::stable_sort(shown, std::greater(), [](const Gist* gist) { return gist->updated; });
  return Listing{shown.size(),
                 [&asked, shown](std::size_t i) { return asked.render.gist(*shown[i], false); }};
}

Result one_gist(Asked& asked) {
  for (const Gist& gist : asked.world.gists)
    if (gist.id == asked.names.at(0) && (gist.is_public || asked.token.has("gist")))
      return asked.render.gist(gist, true);
  refuse(404, "Not Found");
}

}  // namespace github_stand_in
