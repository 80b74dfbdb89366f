#include "connectors/github/requests.hpp"

#include <algorithm>
#include <array>

#include "lib/base/error.hpp"
#include "lib/base/replace.hpp"

namespace locker::connectors::github {
namespace {

constexpr char kJson[] = "application/vnd.github+json";
/// The media type with which GitHub also returns when each repository was starred.
constexpr char kStars[] = "application/vnd.github.star+json";

/// The address of a stream or of a kind of its parts. `{login}` is the user, `{subject}` the subject of the
/// part.
struct Endpoint {
  std::string_view stream, part, address;
};

/// Parts that are members of another stream: all of them, or with a suffix those of one kind.
constexpr std::string_view kMember = "*";

constexpr std::array kEndpoints = {
    Endpoint{"profile", "", "/user"},
    Endpoint{"repositories", "", "/user/repos?sort=updated&direction=desc&per_page=100"},
    Endpoint{"starred", "", "/user/starred?per_page=100"},
    Endpoint{"issues", "created",
             "/issues?filter=created&state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"issues", "assigned",
             "/issues?filter=assigned&state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"issues", "mentioned",
             "/issues?filter=mentioned&state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"issues", kMember, "/repos/{subject}/issues?state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"pulls", "created", "/issues?filter=created&state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"pulls", "assigned",
             "/issues?filter=assigned&state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"pulls", "mentioned",
             "/issues?filter=mentioned&state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"pulls", kMember, "/repos/{subject}/pulls?state=all&sort=updated&direction=desc&per_page=100"},
    Endpoint{"comments", kReviewComments,
             "/repos/{subject}/pulls/comments?sort=updated&direction=desc&per_page=100"},
    Endpoint{"comments", kCommitComments, "/repos/{subject}/comments?per_page=100"},
    Endpoint{"comments", kMember,
             "/repos/{subject}/issues/comments?sort=updated&direction=desc&per_page=100"},
    Endpoint{"reviews", kMember, "/repos/{subject}/reviews?per_page=100"},
    Endpoint{"commits", kMember, "/repos/{subject}/commits?author={login}&per_page=100"},
    Endpoint{"releases", kMember, "/repos/{subject}/releases?per_page=100"},
    Endpoint{"gists", "", "/gists?per_page=100"},
    Endpoint{"notifications", "", "/notifications?all=true&per_page=50"},
    Endpoint{"events", "", "/users/{login}/events?per_page=100"},
    Endpoint{"received-events", "", "/users/{login}/received_events?per_page=100"},
    Endpoint{"followers", "", "/user/followers?per_page=100"},
    Endpoint{"following", "", "/user/following?per_page=100"},
    Endpoint{"organizations", "", "/user/orgs?per_page=100"},
    Endpoint{"subscriptions", "", "/user/subscriptions?per_page=100"},
};

bool is_of(const Endpoint& endpoint, std::string_view part) {
  if (endpoint.part == part) return true;
  if (endpoint.part.starts_with(':')) return part.ends_with(endpoint.part);
  return endpoint.part == kMember && !part.empty();
}

std::string_view address_of(std::string_view stream, std::string_view part) {
  const auto found = std::ranges::find_if(kEndpoints, [&](const Endpoint& endpoint) {
    return endpoint.stream == stream && is_of(endpoint, part);
  });
  if (found == kEndpoints.end())
    throw Error(ErrorKind::usage, "there is nothing to read for stream \"" + std::string(stream) + "\"");
  return found->address;
}

}  // namespace

http::Request get(std::string url) {
  http::Request request;
  request.url = std::move(url);
  request.headers = {{"Accept", kJson}, {"X-GitHub-Api-Version", "2022-11-28"}};
  return request;
}

std::string path_of(std::string_view name) {
  std::string path;
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find('/', at), name.size());
    path.append(at > 0 ? "/" : "").append(http::percent_encode(name.substr(at, end - at)));
    at = end + 1;
  }
  return path;
}

http::Request page_request(const sync::PageQuery& query) {
  std::string url = query.token;
  if (url.empty()) {
    url = query.service.api_base + std::string(address_of(query.stream->name, query.part));
    url = replaced(std::move(url), "{login}", http::percent_encode(query.service.handle));
    url = replaced(std::move(url), "{subject}", path_of(query.subject));
  }
  http::Request request = get(std::move(url));
  if (query.stream->name == "starred") request.headers.front().second = kStars;
  return request;
}

}  // namespace locker::connectors::github
