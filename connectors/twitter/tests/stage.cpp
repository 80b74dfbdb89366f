#include "tests/conformance/stage.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <utility>

#include "sandbox/endpoints.hpp"
#include "sandbox/server.hpp"
#include "tests/loopback/client.hpp"

namespace locker::connectors::twitter {
namespace {

using conformance::BrokenPaging;
using conformance::Deletion;
using conformance::Difference;
using conformance::kSmallPage;
using conformance::Limit;
using conformance::PagingLoop;
using conformance::SignIn;
using conformance::Size;
using conformance::Words;
using nlohmann::json;

/// The program's streams and their names in the sandbox.
const std::map<std::string, Words> kNames = {
    {"tweets", {"tweets"}},
    {"mentions", {"mentions"}},
    {"likes", {"likes"}},
    {"bookmarks", {"bookmarks"}},
    {"followers", {"followers"}},
    {"following", {"following"}},
    {"lists", {"owned_lists", "followed_lists"}},
    {"blocks", {"blocks"}},
    {"mutes", {"mutes"}},
    {"home", {"home"}},
    {"dms", {"dms"}},
};
const std::set<std::string> kOfPosts = {"tweets", "mentions", "likes", "bookmarks", "home"};

constexpr int kWindow = 900;

sandbox::Settings settings_of(Size size) {
  sandbox::Settings settings;
  settings.rate_limits = false;
  if (size == Size::paged) settings.sizes.likes = 350;
  if (size == Size::small_pages) settings.max_page_size = kSmallPage;
  return settings;
}

Limit window() {
  using namespace std::chrono;
  const auto reset = duration_cast<seconds>(system_clock::now().time_since_epoch()).count() + kWindow;
  Limit limit{"a_used_up_window", {}, kWindow, true};
  limit.refusal.status = 429;
  limit.refusal.body =
      R"({"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429})";
  limit.refusal.headers = {{"x-rate-limit-limit", "75"},
                           {"x-rate-limit-remaining", "0"},
                           {"x-rate-limit-reset", std::to_string(reset)}};
  return limit;
}

void set_meta(loopback::Reply& page, const json& meta) {
  json body = json::parse(page.body);
  body["meta"] = meta;
  page.body = body.dump();
}

class SandboxStage final : public conformance::Stage {
 public:
  explicit SandboxStage(Size size) : server_(settings_of(size)), control_("127.0.0.1", server_.port()) {}

  std::string base() const override { return server_.base(); }
  test::Variables environment(const std::string& base) const override {
    return {{"LOCKER_TWITTER_API", base}, {"LOCKER_TWITTER_AUTHORIZE", base + "/i/oauth2/authorize"}};
  }

  SignIn sign_in() override {
    const json token = order("token");
    secrets_.push_back(token["access_token"]);
    secrets_.push_back(token["refresh_token"]);
    return {{"--token-stdin", "--client-id", "sandbox-client", "--budget", "none"}, token.dump()};
  }
  Words secrets() const override { return secrets_; }
  std::string refresh_target() const override { return "/2/oauth2/token"; }
  void expire_tokens() override { order("expire_tokens"); }
  void revoke_consent() override {
    loopback::Client client("127.0.0.1", server_.port());
    client.Post("/2/oauth2/revoke",
                httplib::Params{{"token", secrets_.back()}, {"client_id", "sandbox-client"}});
    order("expire_tokens");
    revoked_ = true;
  }

  std::optional<Words> truth(const std::string& stream) override {
    if (stream == "profile") return Words{question("me")["id"]};
    if (stream == "list-members") return members_of_lists();
    if (stream == "bookmark-folders") return folders_and_what_is_in_them();
    const auto names = kNames.find(stream);
    if (names == kNames.end()) return std::nullopt;
    Words ids;
    for (const auto& name : names->second)
      for (const auto& id : listed(name)) ids.push_back(kOfPosts.contains(stream) ? first_id(id) : id);
    return ids;
  }
  std::string paged_stream() const override { return "likes"; }
  std::string paged_target() const override { return "/liked_tweets"; }
  Words asides() const override { return {"meta", "errors"}; }

  Difference add() override { return {"tweets", order("post", {{"text", "something new"}})["id"]}; }
  std::optional<Difference> edit_in(const std::string& stream) override {
    if (stream != "profile") return std::nullopt;
    return edit();
  }
  Difference edit() override {
    order("user", {{"description", "another description"}});
    return {"profile", question("me")["id"]};
  }
  Difference leave() override {
    const std::string id = listed("likes").at(3);
    order("unlike", {{"id", id}});
    return {"likes", first_id(id)};
  }
  std::optional<Deletion> erase() override {
    if (std::exchange(has_erased_, true)) return std::nullopt;
    const std::string id = listed("tweets").at(4);
    const std::string first = first_id(id);
    order("delete", {{"id", id}});
    return Deletion{"tweets", first, {"--full", "--check-deleted"}};
  }
  /// Creates an archive with a follower, in X's format.
  std::string give_export(const std::string& folder) override {
    const std::string data = folder + "/export/data/", me = question("me")["id"];
    std::filesystem::create_directories(data);
    std::ofstream(data + "account.js")
        << "window.YTD.account.part0 = " << json::array({{{"account", {{"accountId", me}}}}});
    const std::string someone = order("follow", {{"direction", "follower"}})["id"];
    std::ofstream(data + "follower.js")
        << "window.YTD.follower.part0 = " << json::array({{{"follower", {{"accountId", someone}}}}});
    return folder + "/export";
  }
  void count_up() override { order("metrics", {{"bump", 3}}); }

  void set_paging_loop(PagingLoop where) override {
    switch (where) {
      case PagingLoop::to_itself:
        return paging_fault("repeat_cursor", 0, 0);
      case PagingLoop::to_the_top:
        return paging_fault("first_cursor", 0, 0);
      case PagingLoop::to_and_fro:
        return paging_fault("to_and_fro", 0, 0);
      case PagingLoop::without_end:
        return paging_fault("endless", 0, 0);
    }
  }
  std::vector<BrokenPaging> broken_paging() const override {
    return {{"a number as token",
             [](loopback::Reply& page) {
               set_meta(page, {{"next_token", 7}});
             }},
            {"an object as token",
             [](loopback::Reply& page) {
               set_meta(page, {{"next_token", json::object()}});
             }},
            {"a list", [](loopback::Reply& page) { set_meta(page, json::array()); }},
            {"nothing", [](loopback::Reply& page) { set_meta(page, nullptr); }}};
  }
  void send_an_empty_page() override { paging_fault("empty_page", 1, 1); }
  void send_a_short_page() override { paging_fault("short_page", 1, 1); }
  void remove_faults() override { control_.Delete("/_control/faults"); }

  std::vector<Limit> limits() const override { return {window()}; }

  Words unexpected() override {
    Words rejected = question("counters")["rejected"];
    // The program finds out that its consent was revoked by using the refresh token.
    if (revoked_)
      std::erase_if(rejected, [](const auto& one) { return one.starts_with("oauth: invalid_request"); });
    for (const auto& route : routes(false, true)) rejected.push_back("not for the program: " + route);
    return rejected;
  }
  Words unused() override { return routes(true, false); }

 private:
  json order(const std::string& name, const json& body = json::object()) {
    const auto answer = control_.Post("/_control/" + name, body.dump(), "application/json");
    if (!answer || answer->status != 200)
      throw std::runtime_error("order " + name + ": " + (answer ? answer->body : "no answer"));
    return json::parse(answer->body);
  }
  json question(const std::string& name) {
    const auto answer = control_.Get("/_control/" + name);
    if (!answer || answer->status != 200) throw std::runtime_error("no answer to " + name);
    return json::parse(answer->body);
  }
  /// Returns the routes that are or are not for the program, and that were or were not requested.
  Words routes(bool for_the_program, bool met) {
    const json counted = question("counters")["requests"]["by_endpoint"];
    Words patterns;
    for (const sandbox::Endpoint& endpoint : sandbox::endpoints())
      if (endpoint.is_for_the_program == for_the_program && counted.contains(endpoint.pattern) == met)
        patterns.emplace_back(endpoint.pattern);
    return patterns;
  }
  void paging_fault(const char* kind, int times, int after) {
    order("fault", {{"match", paged_target()}, {"kind", kind}, {"times", times}, {"after", after}});
  }

  Words listed(const std::string& name) { return question("truth/" + name)["ids"]; }
  Words members_of_lists() {
    Words ids;
    for (const char* lists : {"owned_lists", "followed_lists"})
      for (const auto& list : listed(lists))
        for (const auto& id : listed("members/" + list)) ids.push_back(id);
    return ids;
  }
  Words folders_and_what_is_in_them() {
    const Words folders = listed("folders");
    Words ids = folders;
    for (const auto& folder : folders)
      for (const auto& id : listed("folders/" + folder)) ids.push_back(first_id(id));
    return ids;
  }
  /// The archive identifies an edited post by the first id of its chain.
  std::string first_id(const std::string& id) {
    return question("object/tweets/" + id).value("edit_history_tweet_ids", json::array({id})).front();
  }

  sandbox::Server server_;
  loopback::Client control_;
  Words secrets_;
  bool revoked_ = false, has_erased_ = false;
};

}  // namespace

std::unique_ptr<conformance::Stage> make_stage(Size size) { return std::make_unique<SandboxStage>(size); }

}  // namespace locker::connectors::twitter
