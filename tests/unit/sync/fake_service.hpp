#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/clock.hpp"
#include "lib/base/error.hpp"
#include "lib/http/transport.hpp"
#include "lib/json/page.hpp"
#include "lib/sync/connector.hpp"
#include "tests/unit/support/manual_clock.hpp"

namespace locker::test {

/// Facts of a synthetic service: notes with increasing ids (`notes`, ordered by id, pages of 2 to 4, cap 20),
/// stars ordered by addition (pages of 1 to 8), shelves with their contents, and the user's profile.
inline connector::Type fake_type(const std::string& name) {
  connector::Type type;
  type.name = name;
  type.title = name;
  type.shapes = {{"full", 0}, {"reference", 9}};
  type.volatile_fields = {"views"};
  return type;
}

inline connector::Stream fake_stream(const std::string& name, const std::string& type, int first, int most) {
  connector::Stream stream;
  stream.name = name;
  stream.type = type;
  stream.initial_page_size = first;
  stream.max_page_size = most;
  stream.price.resource = "note";
  stream.price.each = 1'000;
  return stream;
}

inline connector::Descriptor make_paper_facts() {
  constexpr std::int64_t kDay = 86'400;
  connector::Stream profile = fake_stream("profile", "profile/paper", 1, 1);
  profile.order = connector::Order::single;
  profile.price = {.resource = "person", .each = 10'000};
  connector::Stream notes = fake_stream("notes", "status/paper", 4, 4);
  notes.order = connector::Order::by_id;
  notes.min_page_size = 2;
  notes.depth_cap = 20;
  connector::Stream stars = fake_stream("stars", "status/paper", 2, 8);
  stars.full_interval_s = 30 * kDay;
  stars.price.each_included = 5'000;
  stars.scopes = {"stars.read"};
  connector::Stream shelves = fake_stream("shelves", "shelf/paper", 2, 8);
  shelves.parts_of = "shelves";
  shelves.max_part_size = 5;
  shelves.parts_refreshed_by = "stars";
  shelves.full_interval_s = 7 * kDay;
  connector::Stream dear = fake_stream("dear", "status/paper", 2, 8);
  dear.on_by_default = false;
  dear.scopes = {"dear.read"};
  connector::Stream letters = fake_stream("letters", "status/paper", 4, 4);
  letters.order = connector::Order::by_update;
  letters.takes_since = false;
  letters.price = {};
  connector::Stream news = letters;
  news.name = "news";
  news.depth_cap = 6;
  news.only_recent = true;
  connector::Stream heap = fake_stream("heap", "status/paper", 4, 4);
  heap.order = connector::Order::whole;
  connector::Stream pages = letters;
  pages.name = "pages";
  pages.parts_of = "stars";
  connector::Stream pins = fake_stream("pins", "status/paper", 2, 4);
  pins.may_end_early = true;
  for (auto* stream : {&letters, &news, &heap, &pages, &pins}) stream->on_by_default = false;
  connector::Descriptor facts;
  facts.id = "paper";
  facts.title = "Paper";
  facts.types = {fake_type("status/paper"), fake_type("profile/paper"), fake_type("shelf/paper")};
  facts.streams = {profile, notes, stars, shelves, dear, letters, news, heap, pages, pins};
  facts.conditional_requests = true;
  return facts;
}

inline const connector::Descriptor& fake_descriptor() {
  static const connector::Descriptor kPaper = make_paper_facts();
  return kPaper;
}

/// The service: responds to requests of the form `https://paper/PATH?size=…&since=…&token=…`, with faults on
/// request.
class FakeService final : public http::Transport {
 public:
  http::Response send(const http::Request& request, const std::stop_token&) override {
    urls.push_back(request.url);
    anonymous.push_back(request.anonymous);
    const auto if_changed = http::find_header(request.headers, "If-None-Match");
    if (on_request) on_request(urls.size());
    if (!refusals.empty()) {
      const int status = refusals.front();
      refusals.pop_front();
      if (status != 0) return {status, {}, R"({"why":"told to"})"};
    }
    if (const auto status = refused_at.find(path_of(request.url)); status != refused_at.end())
      return {status->second, {}, R"({"why":"not to you"})"};
    if (path_of(request.url) == unreadable) return {200, {}, "no JSON"};
    if (const auto token = value(request.url, "token"); refused_tokens.contains(token))
      return {400, {}, "token"};
    if (refuses_since && !value(request.url, "since").empty()) return {400, {}, "since"};
    if (old_fields_refused && request.url.find("fields=old") != std::string::npos) return {400, {}, "fields"};
    http::Response answer{200, {}, cut_next ? body(request.url).substr(0, 10) : body(request.url)};
    if (!gives_validators) return answer;
    const std::string etag = std::to_string(std::hash<std::string>()(answer.body));
    if (if_changed == etag) return ++unchanged, http::Response{304, {}, {}};
    answer.headers.emplace_back("ETag", etag);
    return answer;
  }

  /// the elements of each list, newest first
  std::map<std::string, std::vector<int>> listed;
  std::map<int, std::string> texts;
  std::set<int> gone;         ///< unknown to a lookup
  std::set<int> passed_over;  ///< neither found nor an error, unless requested alone
  std::string user = "7";
  int views = 0;                          ///< of the profile
  std::deque<int> refusals;               ///< statuses of the next responses; 0: a normal one
  std::map<std::string, int> refused_at;  ///< permanent error statuses, by path
  std::set<std::string> refused_tokens;
  bool old_fields_refused = false;
  bool cut_next = false;
  bool gives_validators = false;
  bool offers_likely_tokens = false;  ///< returns the tokens of later pages
  int unchanged = 0;                  ///< number of 304 responses
  std::map<int, int> updated;         ///< when a letter was last changed; default: its id
  std::string handle;                 ///< returned with every page, if not empty
  std::string elsewhere;              ///< link to the next page, if not empty
  std::string withheld_reason;        ///< the reason why lists are incomplete, if not empty
  bool confirms_empty = false;
  /// Where the page begins that reports itself as truncated.
  std::optional<std::size_t> short_at;
  std::set<int> secret;        ///< elements that are marked as secret
  std::size_t more_bytes = 0;  ///< additional bytes in responses of `more`
  std::string unreadable;      ///< the path that responds with something other than JSON
  std::set<int> long_ones;     ///< elements that need a follow-up request
  std::string more_at;         ///< address of the follow-up request, if not empty
  bool repeats_tokens = false;
  std::map<std::string, std::size_t> cap;       ///< the maximum number of elements returned, by stream
  std::function<void(std::size_t)> on_request;  ///< called with the number of each request; may throw
  std::vector<std::string> urls;
  bool ignores_since = false, refuses_since = false;
  std::vector<bool> anonymous;  ///< per request, since the beginning

  [[nodiscard]] static std::string value(const std::string& url, const std::string& name) {
    const auto at = url.find(name + "=");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 1;
    return url.substr(begin, url.find('&', begin) - begin);
  }
  /// Returns the requested page sizes, in order.
  [[nodiscard]] std::vector<std::string> sizes() const {
    std::vector<std::string> result;
    for (const auto& url : urls) result.push_back(value(url, "size"));
    return result;
  }

 private:
  static std::string path_of(const std::string& url) {
    constexpr std::size_t kBase = std::string_view("https://paper/").size();
    return url.substr(kBase, url.find('?') - kBase);
  }

  std::string body(const std::string& url) {
    const std::string path = path_of(url);
    if (path == "me" || path == "profile")
      return R"({"data":[{"id":")" + user + R"(","views":)" + std::to_string(views) + "}]}";
    if (path.starts_with("more/")) return R"({"more":")" + path + std::string(more_bytes, '.') + R"("})";
    if (path == "lookup") return looked_up(value(url, "ids"));
    const auto all = told(path, value(url, "since"));
    const std::size_t from = value(url, "token").empty() ? 0 : std::stoul(value(url, "token").substr(1));
    const std::size_t size = value(url, "size").empty() ? 5 : std::stoul(value(url, "size"));
    nlohmann::json data = nlohmann::json::array();
    for (std::size_t i = from; i < std::min(all.size(), from + size); ++i) data.push_back(element(all[i]));
    nlohmann::json answer = {{"data", data}};
    if (!handle.empty()) answer["handle"] = handle;
    if (!withheld_reason.empty()) answer["withheld_reason"] = withheld_reason;
    answer["none"] = confirms_empty && all.empty();
    if (short_at == from) answer["short"] = true;
    for (std::size_t next = from + size; offers_likely_tokens && next < all.size(); next += size)
      answer["likely"].push_back("t" + std::to_string(next));
    if (from + size < all.size() && !elsewhere.empty())
      answer["next"] = elsewhere;
    else if (from + size < all.size())
      answer["next"] = repeats_tokens ? "t0" : "t" + std::to_string(from + size);
    return answer.dump();
  }

  std::vector<int> told(const std::string& path, const std::string& since) {
    std::vector<int> all;
    for (const int id : listed[path])
      if (since.empty() || ignores_since || id > std::stoi(since)) all.push_back(id);
    if (const auto most = cap.find(path); most != cap.end() && all.size() > most->second)
      all.resize(most->second);
    return all;
  }

  nlohmann::json element(int id) {
    nlohmann::json element{{"id", std::to_string(id)},
                           {"updated", std::to_string(updated.contains(id) ? updated[id] : id)},
                           {"long", long_ones.contains(id)},
                           {"text", texts.contains(id) ? texts[id] : "note " + std::to_string(id)}};
    if (!more_at.empty()) element["more_at"] = more_at;
    if (secret.contains(id)) element["box"]["secret"] = true;
    return element;
  }

  std::string looked_up(const std::string& ids) {
    nlohmann::json answer = {{"data", nlohmann::json::array()}, {"gone", nlohmann::json::array()}};
    std::string rest = ids + ",";
    const bool alone = ids.find(',') == std::string::npos;
    for (std::size_t comma; (comma = rest.find(',')) != std::string::npos; rest.erase(0, comma + 1)) {
      const int id = std::stoi(rest.substr(0, comma));
      if (passed_over.contains(id) && !alone) continue;
      if (gone.contains(id))
        answer["gone"].push_back(std::to_string(id));
      else if (!passed_over.contains(id))
        answer["data"].push_back(element(id));
    }
    return answer.dump();
  }
};

/// The connector of the service.
class FakeConnector final : public sync::Connector {
 public:
  [[nodiscard]] const connector::Descriptor& facts() const override { return stated; }

  connector::Descriptor stated = fake_descriptor();
  bool sees_secrets = true;
  bool shelves_end_with_record = false;
  std::string subject = "first";                  ///< of the first part of each star
  std::string left_out;                           ///< what every page reports as left out
  mutable int read_again = 0;                     ///< pages that earlier walks have seen
  std::map<std::string, std::string> paged_from;  ///< streams that are read from the pages of another stream

  [[nodiscard]] http::Request identify_request(const sync::ServiceAddress&) const override {
    return to("https://paper/me?");
  }
  [[nodiscard]] sync::Identity read_identity(std::string_view body) const override {
    const json::Page page(body);
    const std::string id(page.root()["data"].items().at(0)["id"].text());
    return {id, "user" + id};
  }

  [[nodiscard]] http::Request page_request(const sync::PageQuery& query) const override {
    const auto other = paged_from.find(query.stream->name);
    std::string url = "https://paper/" + (other == paged_from.end() ? query.stream->name : other->second) +
                      (query.part.empty() ? "" : "/" + query.part) +
                      "?fields=" + (query.service.dialect.empty() ? "old" : query.service.dialect);
    if (query.size > 0) url += "&size=" + std::to_string(query.size);
    if (!query.since_id.empty()) url += "&since=" + query.since_id;
    if (!query.subject.empty()) url += "&subject=" + query.subject;
    if (query.token.find("://") != std::string::npos) return to(query.token);
    if (!query.token.empty()) url += "&token=" + query.token;
    return to(url);
  }

  [[nodiscard]] sync::PageContent read_page(const sync::PageQuery& query,
                                            const http::Response& response) const override {
    if (query.likely_stored) ++read_again;
    const json::Page page(response.body);
    sync::PageContent content;
    const auto values = page.root()["data"].items();
    const auto raws = page.raw({"data"});
    const bool reference = query.stream->name == "shelves" && !query.part.empty();
    for (std::size_t i = 0; i < values.size(); ++i) {
      store::Observation seen;
      seen.type = reference ? "status/paper" : query.stream->type;
      seen.key = values[i]["id"].text();
      seen.shape = reference ? "reference" : "full";
      seen.raw = raws[i];
      seen.text = values[i]["text"].text();
      content.members.push_back({seen.type, seen.key});
      content.charges.push_back({query.stream->price.resource, seen.key, query.stream->price.each});
      const bool by_update = query.stream->order == connector::Order::by_update;
      const std::string place(values[i][by_update ? "updated" : "id"].text());
      if (content.newest.empty()) content.newest = place;
      content.oldest = place;
      if (values[i]["long"].boolean() == true)
        content.follows.push_back(
            {.of = {seen.type, seen.key},
             .field = "text",
             .value = "\"" + std::string(values[i]["text"].text()) + "\"",
             .request = to(std::string(values[i]["more_at"].text("https://paper/more/")) + seen.key + "?"),
             .purpose = "more"});
      content.observations.push_back(std::move(seen));
    }
    for (const auto& token : page.root()["likely"].items()) content.likely_tokens.emplace_back(token.text());
    if (!content.likely_tokens.empty()) content.last_token = content.likely_tokens.back();
    content.handle = page.root()["handle"].text();
    content.withheld_reason = page.root()["withheld_reason"].text();
    content.left_out = left_out;
    content.confirmed_empty = page.root()["none"].boolean() == true;
    if (!sees_secrets) content.access_markers = {{"box.secret", true}};
    const std::string next(page.root()["next"].text());
    (reference ? content.is_truncated = !next.empty() : (content.next_token = next, false));
    if (page.root()["short"].boolean() == true) content.is_truncated = true;
    return content;
  }

  [[nodiscard]] bool parts_end_with_record(const connector::Stream& stream) const override {
    return shelves_end_with_record && stream.name == "shelves";
  }

  void read_follow_up(const sync::PageQuery&, const sync::Follow& follow, const http::Response& response,
                      sync::PageContent& content) const override {
    if (!response.body.starts_with('{')) throw Error(ErrorKind::malformed, "no JSON");
    for (auto& seen : content.observations)
      if (seen.key == follow.of.key) seen.parts.push_back({"more", seen.key, response.body});
  }
  /// A star has two parts, whose news is its text; one with the text "none" has no parts.
  [[nodiscard]] std::vector<sync::PartFacts> parts(const connector::Stream& stream,
                                                   const sync::ServiceAddress&,
                                                   std::string_view record) const override {
    if (stream.name != "pages") return {{}};
    const json::Page page(record);
    const std::string text(page.root()["text"].text());
    if (text == "none") return {};
    return {{.suffix = "", .subject = subject, .news = text},
            {.suffix = ":b", .subject = "other", .news = text, .order = connector::Order::whole}};
  }

  [[nodiscard]] const connector::Stream* lookup_stream() const override { return facts().stream("notes"); }
  [[nodiscard]] int lookup_size() const override { return 3; }
  [[nodiscard]] std::int64_t lookup_price() const override { return 5'000; }
  [[nodiscard]] http::Request lookup_request(const sync::LookupQuery& query) const override {
    std::string url = "https://paper/lookup?ids=";
    for (const auto& id : query.ids) url += (url.back() == '=' ? "" : ",") + id;
    return to(url);
  }
  [[nodiscard]] sync::LookupContent read_lookup(const sync::LookupQuery& query,
                                                std::string_view body) const override {
    const json::Page page(body);
    sync::LookupContent content;
    std::set<std::string> answered;
    for (const auto& found : page.root()["data"].items()) answered.emplace(found["id"].text());
    for (const auto& id : answered) content.charges.push_back({"note", id, lookup_price()});
    for (const auto& id : page.root()["gone"].items()) content.gone.emplace_back(id.text());
    answered.insert(content.gone.begin(), content.gone.end());
    for (const auto& id : query.ids)
      if (!answered.contains(id)) content.unanswered.push_back(id);
    return content;
  }

  [[nodiscard]] sync::Verdict read_refusal(const sync::PageQuery& query,
                                           const http::Response& response) const override {
    sync::Verdict verdict{
        .refusal = sync::Refusal::unexpected, .message = "paper answered", .hint = {}, .dialect = {}};
    const std::map<int, sync::Refusal> plain = {
        {401, sync::Refusal::sign_in},    {403, sync::Refusal::forbidden},   {404, sync::Refusal::gone},
        {429, sync::Refusal::rate_limit}, {409, sync::Refusal::nothing},     {451, sync::Refusal::withheld},
        {503, sync::Refusal::service},    {422, sync::Refusal::list_cut_off}};
    if (const auto found = plain.find(response.status); found != plain.end()) verdict.refusal = found->second;
    if (response.body == "token") verdict.refusal = sync::Refusal::token_refused;
    if (response.body == "since") verdict.refusal = sync::Refusal::since_refused;
    if (response.body == "fields") {
      verdict.refusal = sync::Refusal::field_refused;
      verdict.dialect = query.service.dialect.empty() ? "new" : "";
    }
    return verdict;
  }

 private:
  static http::Request to(std::string url) {
    http::Request request;
    request.url = std::move(url);
    return request;
  }
};

}  // namespace locker::test
