#include <algorithm>
#include <stdexcept>

#include "orders.hpp"
#include "service.hpp"

namespace github_stand_in {
namespace {

Repository& repository_in(Service& service, const Json& order, const char* name = "id") {
  return service.world.repositories.at(id_in(order, name));
}

Json add_repository(Service& service, const Json& order) {
  World& world = service.world;
  const bool common = order.value("member", false) && !world.organizations_of_me.empty();
  Repository& repository = world.add_repository(common ? world.organizations_of_me.front() : world.me,
                                                order.value("name", "new-" + world.hex(6)), service.now());
  repository.is_private = order.value("private", false);
  return id_answer(repository.id);
}

Json edit_repository(Service& service, const Json& order) {
  Repository& repository = repository_in(service, order);
  repository.description = order.value("description", repository.description);
  repository.topics = order.value("topics", repository.topics);
  repository.archived = order.value("archived", repository.archived);
  repository.has_issues = order.value("has_issues", repository.has_issues);
  repository.updated = service.now();
  return id_answer(repository.id);
}

/// The old name redirects to the new one, until a repository has it again.
Json rename(Service& service, const Json& order) {
  World& world = service.world;
  Repository& repository = repository_in(service, order);
  world.former_names[world.full_name(repository)] = repository.id;
  repository.name = order.value("name", repository.name);
  if (order.contains("owner")) repository.owner = id_in(order, "owner");
  world.former_names.erase(world.full_name(repository));
  repository.updated = service.now();
  return id_answer(repository.id);
}

Json set_standing(Service& service, const Json& order) {
  const std::string standing = order.value("standing", "open");
  if (standing != "open" && standing != "blocked" && standing != "forbidden")
    throw std::invalid_argument("standing is open, blocked or forbidden");
  Repository& repository = repository_in(service, order);
  repository.standing = standing == "blocked"     ? Standing::blocked
                        : standing == "forbidden" ? Standing::forbidden
                                                  : Standing::open;
  return id_answer(repository.id);
}

/// Deletes the repository with its contents.
Json delete_repository(Service& service, const Json& order) {
  World& world = service.world;
  const Id id = repository_in(service, order).id;
  const auto in_it = [&](const auto& one) { return one.repository == id; };
  std::erase_if(world.issues, in_it);
  std::erase_if(world.comments, in_it);
  std::erase_if(world.reviews, in_it);
  std::erase_if(world.notifications, in_it);
  std::erase_if(world.events, in_it);
  std::erase_if(world.received_events, in_it);
  std::erase_if(world.stars, in_it);
  std::erase(world.subscriptions, id);
  world.repositories.erase(id);
  return id_answer(id);
}

Json star(Service& service, const Json& order) {
  World& world = service.world;
  const Id id = order.contains("id")
                    ? id_in(order, "id")
                    : world
                          .add_repository(world.following.empty() ? world.me : world.following.front(),
                                          "starred-" + world.hex(6), service.now() - 86'400)
                          .id;
  world.stars.push_front({id, service.now()});
  return id_answer(id);
}

Json unstar(Service& service, const Json& order) {
  const Id id = id_in(order, "id");
  if (std::erase_if(service.world.stars, [&](const Star& one) { return one.repository == id; }) == 0)
    throw std::invalid_argument("not starred");
  return id_answer(id);
}

Json watch(Service& service, const Json& order) {
  service.world.subscriptions.push_front(repository_in(service, order).id);
  return id_answer(id_in(order, "id"));
}

Json unwatch(Service& service, const Json& order) {
  const Id id = id_in(order, "id");
  if (std::erase(service.world.subscriptions, id) == 0) throw std::invalid_argument("not watched");
  return id_answer(id);
}

/// Increases the counters, and changes nothing else.
Json count_up(Service& service, const Json& order) {
  const std::int64_t by = order.value("by", 1);
  service.world.counted += by;
  for (auto& [id, repository] : service.world.repositories) {
    repository.stars += by;
    repository.watchers += by;
    repository.forks += by;
  }
  return Json::object();
}

Json commit(Service& service, const Json& order) {
  World& world = service.world;
  Repository& repository = repository_in(service, order, "repository");
  const Id author = order.contains("author") ? id_in(order, "author") : world.me;
  const auto place = std::min(order.value("at", std::size_t{0}), repository.commits.size());
  const auto made =
      repository.commits.insert(repository.commits.begin() + static_cast<std::ptrdiff_t>(place),
                                {world.hex(40), order.value("message", "One more"), author, service.now()});
  repository.pushed = service.now();
  return {{"id", made->sha}};
}

Json release(Service& service, const Json& order) {
  World& world = service.world;
  Repository& repository = repository_in(service, order, "repository");
  Release made{world.new_id(),
               order.value("tag", "v9"),
               order.value("name", ""),
               order.value("body", "New."),
               world.me,
               service.now(),
               false};
  repository.releases.insert(repository.releases.begin(), made);
  return id_answer(made.id);
}

}  // namespace

const std::map<std::string, Order>& orders_of_repositories() {
  static const std::map<std::string, Order> all = {
      {"repository", add_repository},
      {"edit_repository", edit_repository},
      {"rename", rename},
      {"standing", set_standing},
      {"star", star},
      {"delete_repository", delete_repository},
      {"unstar", unstar},
      {"watch", watch},
      {"unwatch", unwatch},
      {"count_up", count_up},
      {"commit", commit},
      {"release", release},
  };
  return all;
}

}  // namespace github_stand_in
