#include "connectors/github/repositories.hpp"

#include <algorithm>

#include "connectors/github/requests.hpp"
#include "lib/text/lines.hpp"

namespace locker::connectors::github {
namespace {

std::string spelled(json::Value field) {
  const auto text = field.string();
  return text ? "\"" + std::string(*text) + "\"" : "null";
}

/// Returns a value that changes when the stream may have new elements: commits change with a push, and with
/// the default branch, which is the one that is listed; archived repositories do not change. Empty: unknown.
std::string news_of(const connector::Stream& stream, json::Value repository) {
  if (stream.name == "commits")
    return "pushed " + std::string(repository["pushed_at"].text("never")) + " of " +
           std::string(repository["default_branch"].text());
  if (!repository["archived"].boolean().value_or(false)) return {};
  return "archived " + std::string(repository["updated_at"].text());
}

/// The user's commits may be in every repository that the user may push to. Everything else is mostly by
/// others, and is read of the user's own repositories only.
bool is_read(const connector::Stream& stream, const sync::ServiceAddress& service, json::Value repository) {
  if (id_or_nothing(repository["owner"]) == service.user_id) return true;
  return stream.name == "commits" && repository["permissions"]["push"].boolean().value_or(false);
}

}  // namespace

store::Observation observe_repository(const Element& repository, std::string_view shape) {
  const json::Value value = repository.value;
  store::Observation seen = plain(repository, "repository/github", shape);
  // The API addresses of the repository's contents are below its own one.
  if (const auto of_api = without_scheme(value["url"].text()); shape == "owned" && !of_api.empty())
    seen.addresses.emplace_back(of_api);
  seen.time = parse_rfc3339(value["created_at"].text());
  seen.name = value["full_name"].text();
  set_author(seen, value["owner"]);
  text::add_line(seen.text, value["description"].text());
  std::string topics;
  for (const auto& topic : value["topics"].items())
    topics.append(topics.empty() ? "" : " ").append(topic.text());
  text::add_line(seen.text, topics);
  text::add_line(seen.text, value["homepage"].text());
  return seen;
}

sync::Follow languages_of(const Element& repository, const sync::ServiceAddress& service) {
  const std::string name(repository.value["full_name"].text());
  return {.of = {"repository/github", id_of(repository.value)},
          .field = "pushed_at",
          .value = spelled(repository.value["pushed_at"]),
          .request = get(service.api_base + "/repos/" + path_of(name) + "/languages"),
          .purpose = "languages"};
}

void add_languages(const sync::Follow& follow, const json::Page& page, sync::PageContent& content) {
  const auto of = std::ranges::find(content.observations, follow.of.key, &store::Observation::key);
  const auto raw = page.raw({});
  if (of != content.observations.end() && page.root().is_object())
    of->parts.push_back({"languages", follow.of.key, raw.front()});
}

std::vector<sync::PartFacts> parts_of_repository(const connector::Stream& stream,
                                                 const sync::ServiceAddress& service,
                                                 std::string_view record) {
  const json::Page page(record);
  const json::Value repository = page.root();
  const std::string name(repository["full_name"].text());
  if (name.empty() || !is_read(stream, service, repository)) return {};
  if (stream.name == "issues" && repository["has_issues"].boolean() == false) return {};
  const sync::PartFacts part{.subject = name, .news = news_of(stream, repository)};
  if (stream.name != "comments") return {part};
  return {part,
          {.suffix = kReviewComments, .subject = name, .news = part.news},
          {.suffix = kCommitComments, .subject = name, .news = part.news, .order = connector::Order::whole}};
}

}  // namespace locker::connectors::github
