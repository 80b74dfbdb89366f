#include "tests/conformance/stage.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "stand_in/control.hpp"
#include "stand_in/stand_in.hpp"

namespace locker::connectors::github {
namespace {

using conformance::Deletion;
using conformance::Difference;
using conformance::Limit;
using conformance::SignIn;
using conformance::Size;
using conformance::Words;
using github_stand_in::Json;

/// The stand-in has more; these are the connector's.
constexpr std::array kRoutes{"/user",
                             "/user/repos",
                             "/user/starred",
                             "/user/subscriptions",
                             "/user/followers",
                             "/user/following",
                             "/user/orgs",
                             "/issues",
                             "/gists",
                             "/gists/{gist_id}",
                             "/notifications",
                             "/users/{username}/events",
                             "/users/{username}/received_events",
                             "/repos/{owner}/{repo}",
                             "/repos/{owner}/{repo}/languages",
                             "/repos/{owner}/{repo}/issues",
                             "/repos/{owner}/{repo}/issues/{number}",
                             "/repos/{owner}/{repo}/issues/comments",
                             "/repos/{owner}/{repo}/issues/comments/{comment_id}",
                             "/repos/{owner}/{repo}/pulls",
                             "/repos/{owner}/{repo}/pulls/comments",
                             "/repos/{owner}/{repo}/pulls/comments/{comment_id}",
                             "/repos/{owner}/{repo}/pulls/{number}/reviews",
                             "/repos/{owner}/{repo}/commits",
                             "/repos/{owner}/{repo}/releases"};

constexpr char kSecondPage[] = "/user/starred?per_page=100&page=2";
constexpr int kMinute = 60, kHour = 3600;

github_stand_in::Settings settings_of(Size size) {
  github_stand_in::Settings settings;
  settings.repositories = 4;
  if (size == Size::paged) settings.stars = 350;
  return settings;
}

std::string reset_in(int seconds) {
  using namespace std::chrono;
  return std::to_string(duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count() +
                        seconds);
}

Limit limit(std::string name, int status, const std::string& message, loopback::Headers headers, int least) {
  Limit made{std::move(name), github_stand_in::error_reply(status, message), least};
  made.refusal.headers = std::move(headers);
  return made;
}

class StandInStage final : public conformance::Stage {
 public:
  explicit StandInStage(Size size) : stand_in_(settings_of(size)) {}

  std::string base() const override { return stand_in_.base(); }
  test::Variables environment(const std::string& base) const override {
    return {{"LOCKER_GITHUB_API", base}, {"LOCKER_GITHUB_WEB", base}};
  }

  SignIn sign_in() override {
    secrets_.push_back(order("token")["token"]);
    return {{"--token-stdin"}, secrets_.back() + "\n"};
  }
  Words secrets() const override { return secrets_; }
  bool can_refresh() const override { return false; }
  void expire_tokens() override { order("revoke_tokens"); }
  void revoke_consent() override { order("revoke_tokens"); }

  std::optional<Words> truth(const std::string& stream) override {
    return question("truth/" + stream)["ids"].get<Words>();
  }
  std::string paged_stream() const override { return "starred"; }
  std::string paged_target() const override { return "/user/starred"; }

  Difference add() override { return {"starred", order("star")["id"]}; }
  Difference edit() override {
    const std::string id = question("truth/gists")["ids"].at(0);
    order("edit_gist", {{"id", id}, {"files", {{"notes.md", "quite another content"}}}});
    return {"gists", id};
  }
  Difference leave() override {
    const std::string id = question("truth/starred")["ids"].at(3);
    order("unstar", {{"id", id}});
    return {"starred", id};
  }
  /// A comment, which alone is deleted with nothing else.
  std::optional<Deletion> erase() override {
    const std::string id = question("truth/comments")["ids"].at(0);
    order("delete_comment", {{"id", id}});
    return Deletion{"comments", id, {"--check-deleted"}};
  }
  void count_up() override { order("count_up", {{"by", 3}}); }

  void lead_in_a_circle() override { paging_fault("looping_link", paged_target(), 0); }
  void send_an_empty_page() override { paging_fault("empty_page", kSecondPage, 1); }
  void send_a_short_page() override { paging_fault("short_page", kSecondPage, 1); }
  void remove_faults() override { stand_in_.remove_faults(); }

  std::vector<Limit> limits() const override {
    const std::string secondary = "You have exceeded a secondary rate limit. Please wait a few minutes.";
    const loopback::Headers left{{"x-ratelimit-remaining", "4000"}, {"x-ratelimit-reset", reset_in(kHour)}};
    loopback::Headers told = left;
    told.emplace_back("Retry-After", "90");
    const loopback::Headers used_up{{"x-ratelimit-limit", "5000"},
                                    {"x-ratelimit-remaining", "0"},
                                    {"x-ratelimit-reset", reset_in(kHour)}};
    return {limit("primary", 403, "API rate limit exceeded for user ID 1.", used_up, kHour - kMinute),
            limit("primary_by_429", 429, "API rate limit exceeded for user ID 1.", used_up, kHour - kMinute),
            limit("secondary", 403, secondary, told, 89),
            limit("secondary_by_429", 429, secondary, told, 89),
            limit("secondary_untold", 403, secondary, left, 1),
            limit("secondary_untold_by_429", 429, secondary, left, 1)};
  }

  Words unexpected() override { return question("counters")["unexpected"].get<Words>(); }
  Words unused() override {
    const Json met = question("counters")["by_route"];
    Words routes;
    std::ranges::copy_if(kRoutes, std::back_inserter(routes),
                         [&](const char* route) { return !met.contains(route); });
    return routes;
  }

 private:
  Json order(const std::string& name, const Json& what = Json::object()) {
    return github_stand_in::order(stand_in_.service(), name, what);
  }
  Json question(const std::string& name) { return github_stand_in::question(stand_in_.service(), name); }
  void paging_fault(const char* kind, std::string match, int times) {
    loopback::Fault fault;
    fault.kind = kind;
    fault.match = std::move(match);
    fault.times = times;
    stand_in_.service().faults.add(fault);
  }

  github_stand_in::StandIn stand_in_;
  Words secrets_;
};

}  // namespace

std::unique_ptr<conformance::Stage> make_stage(Size size) { return std::make_unique<StandInStage>(size); }

}  // namespace locker::connectors::github
