#include <algorithm>
#include <stdexcept>

#include "orders.hpp"
#include "service.hpp"

namespace github_stand_in {
namespace {

template <class Element, class Key>
Element& found(std::deque<Element>& elements, const Key& id) {
  const auto at = std::ranges::find(elements, id, &Element::id);
  if (at == elements.end()) throw std::invalid_argument("there is no such thing");
  return *at;
}

Repository& repository_of(Service& service, const Json& order) {
  World& world = service.world;
  if (order.contains("repository")) return world.repositories.at(id_in(order, "repository"));
  return world.repositories.at(world.repositories_of_me(false).at(0)->id);
}

Json add_issue(Service& service, const Json& order) {
  const Id author = order.contains("author") ? id_in(order, "author") : service.world.me;
  Issue& issue = service.world.add_issue(repository_of(service, order), order.value("pull", false), author,
                                         service.now());
  issue.title = order.value("title", issue.title);
  issue.body = order.value("body", issue.body);
  return {{"id", std::to_string(issue.id)}, {"number", issue.number}};
}

Json edit_issue(Service& service, const Json& order) {
  Issue& issue = found(service.world.issues, id_in(order, "id"));
  issue.title = order.value("title", issue.title);
  issue.body = order.value("body", issue.body);
  issue.state = order.value("state", issue.state);
  issue.updated = service.now();
  if (issue.state == "closed" && !issue.closed) issue.closed = issue.updated;
  return id_answer(issue.id);
}

Json delete_issue(Service& service, const Json& order) {
  Issue& issue = found(service.world.issues, id_in(order, "id"));
  issue.deleted = true;
  std::erase_if(service.world.comments, [&](const Comment& one) {
    return one.kind != CommentKind::commit && one.repository == issue.repository &&
           one.number == issue.number;
  });
  return id_answer(issue.id);
}

/// The issue gets another number and id in the other repository; its old address redirects there.
Json transfer_issue(Service& service, const Json& order) {
  World& world = service.world;
  const Issue before = found(world.issues, id_in(order, "id"));
  Repository& to = world.repositories.at(id_in(order, "to"));
  Issue& after = world.add_issue(to, before.is_pull, before.author, before.created);
  after.title = before.title;
  after.body = before.body;
  after.updated = service.now();
  const Id id = after.id;
  world.moved_issues[std::to_string(before.repository) + "/" + std::to_string(before.number)] =
      std::to_string(to.id) + "/issues/" + std::to_string(after.number);
  std::erase_if(world.issues, [&](const Issue& one) { return one.id == before.id; });
  return id_answer(id);
}

CommentKind kind_in(const Json& order) {
  const std::string kind = order.value("kind", "issue");
  if (kind == "issue") return CommentKind::issue;
  if (kind == "review") return CommentKind::review;
  if (kind == "commit") return CommentKind::commit;
  throw std::invalid_argument("kind is issue, review or commit");
}

Json add_comment(Service& service, const Json& order) {
  const Id author = order.contains("author") ? id_in(order, "author") : service.world.me;
  Comment& comment = service.world.add_comment(kind_in(order), repository_of(service, order),
                                               order.value("number", 1), author, service.now());
  comment.body = order.value("body", comment.body);
  return id_answer(comment.id);
}

Json edit_comment(Service& service, const Json& order) {
  Comment& comment = found(service.world.comments, id_in(order, "id"));
  comment.body = order.at("body");
  comment.updated = service.now();
  return id_answer(comment.id);
}

Json delete_comment(Service& service, const Json& order) {
  const Id id = found(service.world.comments, id_in(order, "id")).id;
  std::erase_if(service.world.comments, [&](const Comment& one) { return one.id == id; });
  return id_answer(id);
}

Json add_review(Service& service, const Json& order) {
  World& world = service.world;
  Issue& pull = found(world.issues, id_in(order, "pull"));
  world.reviews.push_back({world.new_id(), pull.repository, pull.number, order.value("body", "Looks right."),
                           "APPROVED", world.me, service.now()});
  pull.updated = service.now();
  return id_answer(world.reviews.back().id);
}

Json add_gist(Service& service, const Json& order) {
  World& world = service.world;
  Gist gist{
      world.hex(32), order.value("description", "A snippet"), order.value("public", true), {}, service.now(),
      service.now()};
  gist.files = order.value("files", std::map<std::string, std::string>{{"a.txt", "text"}});
  world.gists.push_front(gist);
  return {{"id", gist.id}};
}

Json edit_gist(Service& service, const Json& order) {
  Gist& gist = found(service.world.gists, order.at("id").get<std::string>());
  gist.description = order.value("description", gist.description);
  if (order.contains("files")) gist.files = order["files"];
  gist.updated = service.now();
  return {{"id", gist.id}};
}

Json delete_gist(Service& service, const Json& order) {
  const std::string id = found(service.world.gists, order.at("id").get<std::string>()).id;
  std::erase_if(service.world.gists, [&](const Gist& one) { return one.id == id; });
  return {{"id", id}};
}

Json notify(Service& service, const Json& order) {
  World& world = service.world;
  world.notifications.push_front({std::to_string(world.new_id()), order.value("title", "Something new"),
                                  "mention", "Issue", repository_of(service, order).id, true, service.now()});
  return {{"id", world.notifications.front().id}};
}

Json add_event(Service& service, const Json& order) {
  World& world = service.world;
  const bool own = !order.value("received", false);
  auto& events = own ? world.events : world.received_events;
  const std::string id =
      std::to_string((events.empty() ? 50'000'000'000 : std::stoll(events.front().id)) + 1);
  events.push_front({id, order.value("type", "PushEvent"), own ? world.me : world.following.at(0),
                     repository_of(service, order).id, service.now()});
  return {{"id", id}};
}

}  // namespace

const std::map<std::string, Order>& orders_of_talk() {
  static const std::map<std::string, Order> all = {
      {"issue", add_issue},
      {"edit_issue", edit_issue},
      {"delete_issue", delete_issue},
      {"comment", add_comment},
      {"edit_comment", edit_comment},
      {"delete_comment", delete_comment},
      {"review", add_review},
      {"gist", add_gist},
      {"edit_gist", edit_gist},
      {"delete_gist", delete_gist},
      {"notify", notify},
      {"event", add_event},
      {"transfer_issue", transfer_issue},
  };
  return all;
}

}  // namespace github_stand_in
