#include "connectors/github/issues.hpp"

#include "connectors/github/requests.hpp"
#include "lib/text/lines.hpp"

namespace locker::connectors::github {
namespace {

/// Returns `octocat/hello-world#18`.
std::string name_of(json::Value value, std::string_view repository) {
  const auto number = value["number"].integer();
  if (repository.empty() || !number) return std::string(repository);
  return std::string(repository) + "#" + std::to_string(*number);
}

store::Observation titled(const Element& element, std::string_view type, std::string_view shape) {
  const json::Value value = element.value;
  store::Observation seen = plain(element, type, shape);
  seen.time = parse_rfc3339(value["created_at"].text());
  set_author(seen, value["user"]);
  text::add_line(seen.text, value["title"].text());
  text::add_line(seen.text, value["body"].text());
  seen.name = name_of(value, repository_in(value["url"].text()));
  return seen;
}

/// `github.com/o/r/issues/18` leads to a pull request as well as `github.com/o/r/pull/18`, and the API uses
/// `pulls`.
void add_other_addresses(store::Observation& seen) {
  constexpr std::string_view kPull = "/pull/";
  if (seen.addresses.empty()) return;
  const std::string address = seen.addresses.front();
  const auto at = address.rfind(kPull);
  if (at == std::string::npos) return;
  for (const char* other : {"/issues/", "/pulls/"})
    seen.addresses.push_back(std::string(address).replace(at, kPull.size(), other));
}

}  // namespace

bool is_pull_request(json::Value element) {
  const json::Value pull = element["pull_request"];
  // Old responses mark an issue with a `pull_request` object whose addresses are empty.
  const bool leads_nowhere = pull["html_url"].exists() && pull["html_url"].text().empty();
  return pull.is_object() && (!leads_nowhere || !pull["url"].text().empty());
}

store::Observation observe_issue(const Element& issue, std::string_view shape) {
  return titled(issue, "issue/github", shape);
}

store::Observation observe_pull_request(const Element& pull, std::string_view shape) {
  store::Observation seen = titled(pull, "pull-request/github", shape);
  add_other_addresses(seen);
  if (const auto own = pull.value["node_id"].text(); !own.empty()) seen.aliases.emplace_back(own);
  return seen;
}

bool lies_in_own_repository(json::Value element, const sync::ServiceAddress& service) {
  if (const std::string owner = id_or_nothing(element["repository"]["owner"]); !owner.empty())
    return owner == service.user_id;
  const std::string repository = repository_in(element["repository_url"].text());
  return http::same_name(repository.substr(0, repository.find('/')), service.handle);
}

std::vector<sync::PartFacts> parts_of_pull_request(const sync::ServiceAddress& service,
                                                   std::string_view record) {
  const json::Page page(record);
  const json::Value pull = page.root();
  const json::Value repository = pull["base"]["repo"];
  const auto number = pull["number"].integer();
  if (!number || id_or_nothing(repository["owner"]) != service.user_id) return {};
  return {{.subject = std::string(repository["full_name"].text()) + "/pulls/" + std::to_string(*number),
           .news = "updated " + std::string(pull["updated_at"].text())}};
}

}  // namespace locker::connectors::github
