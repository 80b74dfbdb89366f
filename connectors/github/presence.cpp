#include "connectors/github/presence.hpp"

#include "connectors/github/elements.hpp"
#include "connectors/github/requests.hpp"
#include "lib/http/address.hpp"

namespace locker::connectors::github {
namespace {

using sync::Presence;
using sync::PresenceQuery;

constexpr int kOk = 200, kNotFound = 404, kGone = 410;

bool is_comment(const PresenceQuery& query) { return query.name.type == "comment/github"; }

/// Returns the id of the repository that a record is in: the part of the stream for the user's own
/// repositories; for other lists it is in the record. Empty if unknown.
std::string repository_of(const PresenceQuery& query, json::Value record) {
  const std::string part = query.part.substr(0, query.part.find(':'));
  if (!part.empty() && part.find_first_not_of("0123456789") == std::string::npos) return part;
  const std::string listed = id_or_nothing(record["repository"]);
  return listed.empty() ? id_or_nothing(record["base"]["repo"]) : listed;
}

std::string last_of(std::string_view address) {
  return http::percent_encode(address.substr(address.rfind('/') + 1));
}

/// Returns the paths below the repository of the comment and of what it was made on.
std::vector<std::string> paths_of_comment(const PresenceQuery& query, json::Value comment) {
  const std::string id = http::percent_encode(query.name.key);
  if (const auto issue = comment["issue_url"].text(); !issue.empty())
    return {"/issues/comments/" + id, "/issues/" + last_of(issue)};
  if (const auto pull = comment["pull_request_url"].text(); !pull.empty())
    return {"/pulls/comments/" + id, "/pulls/" + last_of(pull)};
  const auto commit = comment["commit_id"].text();
  if (commit.empty()) return {};
  return {"/comments/" + id, "/git/commits/" + last_of(commit)};
}

std::vector<std::string> paths_of(const PresenceQuery& query, json::Value record) {
  if (is_comment(query)) return paths_of_comment(query, record);
  const auto number = record["number"].integer();
  if (!number) return {};
  return {"/issues/" + std::to_string(*number)};
}

Presence read_record(const PresenceQuery& query, const http::Response& response) {
  if (response.status == kOk) return Presence::there;
  return response.status == (is_comment(query) ? kNotFound : kGone) ? Presence::ask_next
                                                                    : Presence::inconclusive;
}

/// What the comment was made on must still be in the same repository: otherwise the comment may have moved
/// too.
Presence read_place(json::Value record, json::Value place) {
  return http::same_name(repository_in(place["url"].text()), repository_in(record["url"].text()))
             ? Presence::ask_next
             : Presence::inconclusive;
}

Presence read_repository(const PresenceQuery& query, json::Value record, json::Value repository) {
  if (id_or_nothing(repository) != repository_of(query, record)) return Presence::inconclusive;
  const bool tells = is_comment(query) || repository["has_issues"].boolean().value_or(false);
  return tells ? Presence::gone : Presence::inconclusive;
}

}  // namespace

std::vector<http::Request> presence_requests(const PresenceQuery& query) {
  const json::Page page(query.record);
  const json::Value record = page.root();
  const std::string name = repository_in(record["url"].text());
  auto paths = paths_of(query, record);
  if (name.empty() || paths.empty() || repository_of(query, record).empty()) return {};
  paths.emplace_back();  // the repository itself
  std::vector<http::Request> requests;
  for (const auto& path : paths)
    requests.push_back(get(query.service.api_base + "/repos/" + path_of(name) + path));
  return requests;
}

Presence read_presence(const PresenceQuery& query, std::size_t number, const http::Response& response) {
  if (number == 0) return read_record(query, response);
  if (response.status != kOk) return Presence::inconclusive;
  const json::Page record(query.record), told(response.body);
  const bool is_place = is_comment(query) && number == 1;
  return is_place ? read_place(record.root(), told.root())
                  : read_repository(query, record.root(), told.root());
}

}  // namespace locker::connectors::github
