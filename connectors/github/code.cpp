#include "connectors/github/code.hpp"

#include <algorithm>

#include "connectors/github/requests.hpp"
#include "lib/store/fields.hpp"
#include "lib/text/lines.hpp"

namespace locker::connectors::github {
namespace {

constexpr char kGist[] = "gist/github";
constexpr std::size_t kShortHash = 7;

/// Returns a field as spelled in the list; empty if there is none.
std::string spelled(const Element& element, std::string_view name) {
  const auto fields = store::top_level_fields(element.raw);
  const auto found = std::ranges::find(fields, name, &store::Field::key);
  return found == fields.end() ? std::string() : std::string(found->value);
}

std::string first_of(std::string_view one, std::string_view other) {
  return std::string(one.empty() ? other : one);
}

}  // namespace

store::Observation observe_commit(const Element& commit) {
  const json::Value value = commit.value;
  const json::Value content = value["commit"];
  store::Observation seen;
  seen.type = "commit/github";
  seen.key = id_of(value, "sha");
  seen.shape = "commit";
  seen.raw = commit.raw;
  seen.time = parse_rfc3339(content["author"]["date"].text(content["committer"]["date"].text()));
  seen.name = seen.key.substr(0, kShortHash);
  seen.text = content["message"].text();
  set_author(seen, value["author"]);
  if (const auto address = without_scheme(value["html_url"].text()); !address.empty())
    seen.addresses.emplace_back(address);
  return seen;
}

store::Observation observe_release(const Element& release) {
  const json::Value value = release.value;
  store::Observation seen = plain(release, "release/github", "release");
  seen.time = parse_rfc3339(value["published_at"].text(value["created_at"].text()));
  seen.name = first_of(value["name"].text(), value["tag_name"].text());
  text::add_line(seen.text, value["name"].text());
  text::add_line(seen.text, value["tag_name"].text());
  text::add_line(seen.text, value["body"].text());
  set_author(seen, value["author"]);
  return seen;
}

store::Observation observe_gist(const Element& gist, std::string_view shape) {
  const json::Value value = gist.value;
  store::Observation seen = plain(gist, kGist, shape);
  seen.time = parse_rfc3339(value["created_at"].text());
  set_author(seen, value["owner"]);
  text::add_line(seen.text, value["description"].text());
  for (const auto& [name, file] : value["files"].members()) {
    if (seen.name.empty()) seen.name = name;
    text::add_line(seen.text, name);
    text::add_line(seen.text, file["content"].text());
  }
  return seen;
}

sync::Follow gist_itself(const Element& gist, const sync::ServiceAddress& service) {
  const std::string id = id_of(gist.value);
  const std::string address = spelled(gist, "html_url");
  // The address changes with the owner's name, without a change of updated_at.
  return {.of = {kGist, id},
          .field = address.empty() ? "updated_at" : "updated_at html_url",
          .value = "\"" + std::string(gist.value["updated_at"].text()) + "\"" +
                   (address.empty() ? "" : " " + address),
          .request = get(service.api_base + "/gists/" + http::percent_encode(id)),
          .purpose = kGist,
          .instead = observe_gist(gist, "listed"),
          .shape = "gist"};
}

std::vector<sync::Follow> long_files_of(const Element& gist) {
  std::vector<sync::Follow> follows;
  for (const auto& [name, file] : gist.value["files"].members()) {
    const std::string_view address = file["raw_url"].text();
    if (!file["truncated"].boolean().value_or(false) || address.empty()) continue;
    sync::Follow follow;
    follow.of = {kGist, id_of(gist.value)};
    follow.request.url = address;
    follow.purpose = name;
    follows.push_back(std::move(follow));
  }
  return follows;
}

void add_file(const sync::Follow& follow, std::string_view body, sync::PageContent& content) {
  const auto gist = std::ranges::find(content.observations, follow.of.key, &store::Observation::key);
  if (gist == content.observations.end()) return;
  gist->parts.push_back({"file", follow.purpose, body});
  text::add_line(gist->text, body);
}

}  // namespace locker::connectors::github
