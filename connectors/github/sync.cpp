#include <algorithm>
#include <deque>

#include "connectors/github/activity.hpp"
#include "connectors/github/code.hpp"
#include "connectors/github/discussion.hpp"
#include "connectors/github/issues.hpp"
#include "connectors/github/paging.hpp"
#include "connectors/github/people.hpp"
#include "connectors/github/presence.hpp"
#include "connectors/github/problems.hpp"
#include "connectors/github/repositories.hpp"
#include "connectors/github/requests.hpp"
#include "connectors/github/token_view.hpp"
#include "lib/base/error.hpp"
#include "lib/http/address.hpp"
#include "lib/http/link.hpp"

namespace locker::connectors::github {

const connector::Descriptor& facts();

namespace {

using sync::PageContent;
using sync::PageQuery;

void join(PageContent& content, store::Observation seen, std::string detail = {}) {
  content.members.push_back({seen.type, seen.key, std::move(detail)});
  content.observations.push_back(std::move(seen));
}

void read_profile(const PageQuery&, const Element& user, PageContent& content) {
  content.handle = user.value["login"].text();
  join(content, observe_profile(user));
}

void read_owned(const PageQuery& query, const Element& repository, PageContent& content) {
  content.follows.push_back(languages_of(repository, query.service));
  join(content, observe_repository(repository, "owned"));
}

/// The element is the repository, or says when it was starred and holds the repository.
void read_starred(const PageQuery&, const Element& star, PageContent& content) {
  if (!star.value["repo"].is_object()) return join(content, observe_repository(star, "starred"));
  const json::Page page(star.raw);
  const Element repository{page.root()["repo"], page.raw({"repo"}).at(0)};
  const std::string_view when = star.value["starred_at"].text();
  join(content, observe_repository(repository, "starred"),
       when.empty() ? "" : "{\"starred_at\":\"" + std::string(when) + "\"}");
}

void read_watched(const PageQuery&, const Element& repository, PageContent& content) {
  join(content, observe_repository(repository, "watched"));
}

/// Lists of issues hold pull requests too; each stream takes its own.
void read_issue(const PageQuery& query, const Element& issue, PageContent& content) {
  if (is_pull_request(issue.value)) return;
  join(content, observe_issue(issue, is_of_a_repository(query) ? "issue" : "listed"));
}

void read_pull(const PageQuery& query, const Element& element, PageContent& content) {
  if (is_of_a_repository(query)) return join(content, observe_pull_request(element, "pull"));
  if (!is_pull_request(element.value) || lies_in_own_repository(element.value, query.service)) return;
  join(content, observe_pull_request(element, "listed"));
}

/// The list leaves out what is in the files: the gist itself is stored, by its follow-up, if that is
/// answered.
void read_gist(const PageQuery& query, const Element& gist, PageContent& content) {
  content.follows.push_back(gist_itself(gist, query.service));
  content.members.push_back(content.follows.back().of);
  if (gist.value["truncated"].boolean().value_or(false))
    content.left_out = "GitHub tells the first 300 files of a gist, and there is one with more";
}

template <store::Observation (*observe)(const Element&)>
void read_plain(const PageQuery&, const Element& element, PageContent& content) {
  join(content, observe(element));
}

/// How the elements of a stream become records, and the field by which they stand in order, if any.
struct Reader {
  std::string_view stream;
  void (*read)(const PageQuery&, const Element&, PageContent&);
  std::string_view order{};
};

constexpr Reader kReaders[] = {
    {"profile", read_profile},
    {"repositories", read_owned, "updated_at"},
    {"starred", read_starred},
    {"issues", read_issue, "updated_at"},
    {"pulls", read_pull, "updated_at"},
    {"comments", read_plain<observe_comment>, "updated_at"},
    {"reviews", read_plain<observe_review>},
    {"commits", read_plain<observe_commit>},
    {"releases", read_plain<observe_release>},
    {"gists", read_gist},
    {"notifications", read_plain<observe_notification>, "updated_at"},
    {"events", read_plain<observe_event>, "created_at"},
    {"received-events", read_plain<observe_event>, "created_at"},
    {"followers", read_plain<observe_contact>},
    {"following", read_plain<observe_contact>},
    {"organizations", read_plain<observe_organization>},
    {"subscriptions", read_watched},
};

const Reader& reader_of(const connector::Stream& stream) {
  return *std::ranges::find(kReaders, stream.name, &Reader::stream);
}

/// Where GitHub leaves the time null, the element stands where it is listed.
void note_order(const Element& element, std::string_view field, PageContent& content) {
  if (field.empty()) return;
  const std::string time(element.value[field].text());
  if (time.empty() && element.value[field].exists()) return;
  if (time.empty())
    throw Error(ErrorKind::malformed, "an element of the answer has no " + std::string(field));
  if (time > content.newest) content.newest = time;
  if (content.oldest.empty() || time < content.oldest) content.oldest = time;
}

/// Followed as it is given, never made up.
void read_paging(const PageQuery& query, const http::Response& response, PageContent& content) {
  const auto next = http::link_target(response.headers, "next");
  if (!next) return;
  const std::string asked = github::page_request(query).url;
  const auto address = http::resolved(*next, asked);
  if (!address) throw Error(ErrorKind::malformed, "the link to the next page is no address");
  content.next_token = *address;
  const auto last = http::link_target(response.headers, "last");
  if (!last) return;
  content.last_token = http::resolved(*last, asked).value_or("");
  content.likely_tokens = pages_between(*address, content.last_token);
}

bool is_one_object(const connector::Stream& stream) { return stream.order == connector::Order::single; }

class GitHub final : public sync::Connector {
 public:
  [[nodiscard]] const connector::Descriptor& facts() const override { return github::facts(); }

  [[nodiscard]] http::Request identify_request(const sync::ServiceAddress& service) const override {
    return get(service.api_base + "/user");
  }

  [[nodiscard]] sync::Identity read_identity(std::string_view body) const override {
    const json::Page page(body);
    const json::Value user = page.root();
    const std::string login(user["login"].text());
    if (login.empty()) throw Error(ErrorKind::malformed, "the answer is not about a person");
    return {id_of(user), login};
  }

  [[nodiscard]] http::Request page_request(const PageQuery& query) const override {
    return github::page_request(query);
  }

  [[nodiscard]] PageContent read_page(const PageQuery& query, const http::Response& response) const override {
    const json::Page page(response.body);
    if (page.root().is_array() == is_one_object(*query.stream))
      throw Error(ErrorKind::malformed, "the answer is not what is told of " + query.stream->name);
    const Reader& reader = reader_of(*query.stream);
    PageContent content;
    for (const auto& element : elements_of(page)) {
      reader.read(query, element, content);
      note_order(element, reader.order, content);
    }
    for (const auto& member : content.members) content.charges.push_back({"object", member.key, 0});
    read_paging(query, response, content);
    note_view(query, response, content);
    return content;
  }

  void read_follow_up(const PageQuery&, const sync::Follow& follow, const http::Response& response,
                      PageContent& content) const override {
    if (follow.purpose == "gist/github") return read_gist_itself(follow, response, content);
    if (follow.of.type == "gist/github") return add_file(follow, response.body, content);
    add_languages(follow, json::Page(response.body), content);
  }

  /// A gist's files lie elsewhere than the API.
  [[nodiscard]] http::Request follow_request(const PageQuery& query,
                                             std::string_view address) const override {
    if (address.starts_with(query.service.api_base + "/repos/") ||
        address.starts_with(query.service.api_base + "/gists/"))
      return get(std::string(address));
    return Connector::follow_request(query, address);
  }

  [[nodiscard]] std::vector<sync::PartFacts> parts(const connector::Stream& stream,
                                                   const sync::ServiceAddress& service,
                                                   std::string_view record) const override {
    return stream.name == "reviews" ? parts_of_pull_request(service, record)
                                    : parts_of_repository(stream, service, record);
  }

  [[nodiscard]] std::vector<std::string_view> individually_checked_streams() const override {
    return {"issues", "pulls", "comments"};
  }

  [[nodiscard]] std::vector<http::Request> presence_requests(
      const sync::PresenceQuery& query) const override {
    return github::presence_requests(query);
  }

  [[nodiscard]] sync::Presence read_presence(const sync::PresenceQuery& query, std::size_t number,
                                             const http::Response& response) const override {
    return github::read_presence(query, number, response);
  }

  [[nodiscard]] sync::Verdict read_refusal(const PageQuery& query,
                                           const http::Response& response) const override {
    return github::judge(query, response);
  }

 private:
  static void read_gist_itself(const sync::Follow& follow, const http::Response& response,
                               PageContent& content) {
    const json::Page page(response.body);
    for (const auto& gist : elements_of(page)) {
      if (id_of(gist.value) != follow.of.key)
        throw Error(ErrorKind::malformed, "the answer is of another gist");
      content.observations.push_back(observe_gist(gist, "gist"));
      for (auto& file : long_files_of(gist)) content.follows.push_back(std::move(file));
    }
  }
};

}  // namespace

std::unique_ptr<sync::Connector> make() { return std::make_unique<GitHub>(); }

}  // namespace locker::connectors::github
