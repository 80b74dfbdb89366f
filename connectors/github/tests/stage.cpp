#include "tests/conformance/stage.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <stdexcept>

#include "stand_in/control.hpp"
#include "stand_in/stand_in.hpp"

namespace locker::connectors::github {
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
using github_stand_in::CommentKind;
using github_stand_in::Json;
using github_stand_in::Route;

constexpr char kSecondPage[] = "/user/starred?per_page=100&page=2";
constexpr int kMinute = 60, kHour = 3600;

github_stand_in::Settings settings_of(Size size) {
  github_stand_in::Settings settings;
  settings.repositories = 4;
  if (size == Size::paged) settings.stars = 350;
  if (size == Size::small_pages) settings.max_page_size = kSmallPage;
  return settings;
}

std::string reset_in(int seconds) {
  using namespace std::chrono;
  return std::to_string(duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count() +
                        seconds);
}

Limit limit(std::string name, int status, const std::string& message, loopback::Headers headers, int wait) {
  Limit made{std::move(name), github_stand_in::error_reply(status, message), wait};
  made.refusal.headers = std::move(headers);
  return made;
}

/// The rate limit is used up for an hour.
Limit primary(std::string name, int status) {
  Limit made = limit(
      std::move(name), status, "API rate limit exceeded for user ID 1.",
      {{"x-ratelimit-limit", "5000"}, {"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", reset_in(kHour)}},
      kHour);
  made.is_clock_time = true;
  return made;
}

/// Of a page that has one.
std::string& link_of(loopback::Reply& page) {
  const auto link = std::ranges::find(page.headers, "Link", &loopback::Headers::value_type::first);
  if (link == page.headers.end()) throw std::invalid_argument("the page has no Link");
  return link->second;
}

class StandInStage final : public conformance::Stage {
 public:
  explicit StandInStage(Size size) : stand_in_(settings_of(size)) {
    order("comment", {{"kind", "commit"}, {"body", "of a commit, which the world has none of by itself"}});
  }

  std::string base() const override { return stand_in_.base(); }
  test::Variables environment(const std::string& base) const override {
    return {{"LOCKER_GITHUB_API", base}, {"LOCKER_GITHUB_WEB", base}};
  }

  SignIn sign_in() override {
    secrets_.push_back(order("token")["token"]);
    return {{"--token-stdin"}, secrets_.back() + "\n"};
  }
  Words secrets() const override { return secrets_; }
  void expire_tokens() override { order("revoke_tokens"); }
  void revoke_consent() override { order("revoke_tokens"); }

  std::optional<Words> truth(const std::string& stream) override {
    return question("truth/" + stream)["ids"].get<Words>();
  }
  std::string paged_stream() const override { return "starred"; }
  std::string paged_target() const override { return "/user/starred"; }
  /// A pull request of the user's own repository is in the list of issues and in that of pull requests; a
  /// gist is requested again with its files.
  bool is_told_elsewhere(std::string_view target, std::string_view object) const override {
    const bool is_pull = object.find("\"pull_request\":") != object.npos;
    const bool is_of_repository = target.starts_with("/repos/") && target.find("/issues?") != target.npos;
    const bool is_own = object.find("/repos/octo-me/") != object.npos;
    return target.starts_with("/gists?") || (is_pull && (is_of_repository || is_own));
  }

  Difference add() override { return {"starred", order("star")["id"]}; }
  std::optional<Difference> edit_in(const std::string& stream) override {
    constexpr char kText[] = "quite another text";
    if (stream == "gists") return edit();
    if (stream == "profile") return Difference{stream, order("person", {{"bio", kText}})["id"]};
    const Words ids = question("truth/" + stream)["ids"];
    if (stream == "issues" || stream == "pulls") {
      const auto [id, of_issue] = oldest_of(ids, stream == "pulls");
      order("edit_issue", {{"id", of_issue}, {"body", kText}});
      return Difference{stream, id};
    }
    if (stream == "comments")
      return Difference{stream, order("edit_comment", {{"id", ids.back()}, {"body", kText}})["id"]};
    return std::nullopt;
  }
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
  /// Deletes a comment of each kind, then an issue without comments.
  std::optional<Deletion> erase() override {
    constexpr std::array kKinds{CommentKind::issue, CommentKind::review, CommentKind::commit};
    const Words look{"--check-deleted"};
    const std::size_t number = erased_++;
    if (number > kKinds.size()) return std::nullopt;
    const bool is_issue = number == kKinds.size();
    const std::string id = is_issue ? issue_without_comments() : comment_of(kKinds.at(number));
    order(is_issue ? "delete_issue" : "delete_comment", {{"id", id}});
    return Deletion{is_issue ? "issues" : "comments", id, look};
  }
  void count_up() override { order("count_up", {{"by", 3}}); }

  void set_paging_loop(PagingLoop where) override {
    switch (where) {
      case PagingLoop::to_itself:
        return paging_fault("repeated_link", kSecondPage, 0);
      case PagingLoop::to_the_top:
        return paging_fault("looping_link", paged_target(), 0);
      case PagingLoop::to_and_fro:
        return paging_fault("looping_link", kSecondPage, 0);
      case PagingLoop::without_end:
        return paging_fault("endless_link", paged_target(), 0);
    }
  }
  std::vector<BrokenPaging> broken_paging() const override {
    return {{"a link that is cut in its relation",
             [](loopback::Reply& page) { link_of(page).erase(link_of(page).find("next") + 2); }},
            {"a link without a relation",
             [](loopback::Reply& page) { link_of(page).erase(link_of(page).find('>') + 1); }},
            {"a link without brackets", [](loopback::Reply& page) { link_of(page).erase(0, 1); }}};
  }
  void send_an_empty_page() override { paging_fault("empty_page", kSecondPage, 1); }
  void send_a_short_page() override { paging_fault("short_page", kSecondPage, 1); }
  void remove_faults() override { stand_in_.remove_faults(); }

  std::vector<Limit> limits() const override {
    const std::string secondary = "You have exceeded a secondary rate limit. Please wait a few minutes.";
    const loopback::Headers left{{"x-ratelimit-remaining", "4000"}, {"x-ratelimit-reset", reset_in(kHour)}};
    loopback::Headers told = left;
    told.emplace_back("Retry-After", "90");
    // From the documentation: "Otherwise, wait for at least one minute before retrying".
    return {primary("primary", 403),
            primary("primary_by_429", 429),
            limit("secondary", 403, secondary, told, 90),
            limit("secondary_by_429", 429, secondary, told, 90),
            limit("secondary_untold", 403, secondary, left, kMinute),
            limit("secondary_untold_by_429", 429, secondary, left, kMinute)};
  }

  Words unexpected() override {
    Words all = question("counters")["unexpected"].get<Words>();
    for (const auto& route : routes(false, true)) all.push_back("not for the program: " + route);
    return all;
  }
  Words unused() override { return routes(true, false); }

 private:
  Json order(const std::string& name, const Json& what = Json::object()) {
    return github_stand_in::order(stand_in_.service(), name, what);
  }
  Json question(const std::string& name) { return github_stand_in::question(stand_in_.service(), name); }
  /// Returns the routes that are or are not for the program, and that were or were not requested.
  Words routes(bool for_the_program, bool met) {
    const Json counted = question("counters")["by_route"];
    Words patterns;
    for (const Route& route : github_stand_in::routes())
      if (route.is_for_the_program == for_the_program && counted.contains(route.pattern) == met)
        patterns.push_back(route.pattern);
    return patterns;
  }
  std::string comment_of(CommentKind kind) {
    const std::lock_guard lock(stand_in_.service().mutex);
    const auto& comments = stand_in_.service().world.comments;
    return std::to_string(std::ranges::find(comments, kind, &github_stand_in::Comment::kind)->id);
  }
  /// Returns the id in that stream of the oldest issue or pull request, and its id as an issue.
  std::pair<std::string, std::string> oldest_of(const Words& ids, bool is_pull) {
    const std::lock_guard lock(stand_in_.service().mutex);
    for (const auto& issue : stand_in_.service().world.issues) {
      const std::string of_issue = std::to_string(issue.id);
      for (const std::string& id : {of_issue, std::to_string(issue.id + github_stand_in::kPullIds)})
        if (issue.is_pull == is_pull && std::ranges::find(ids, id) != ids.end()) return {id, of_issue};
    }
    throw std::runtime_error("there is none");
  }
  std::string issue_without_comments() {
    const Words seen = question("truth/issues")["ids"].get<Words>();
    const std::lock_guard lock(stand_in_.service().mutex);
    const github_stand_in::World& world = stand_in_.service().world;
    for (const auto& issue : world.issues) {
      const bool is_said_something_of = std::ranges::any_of(world.comments, [&](const auto& comment) {
        return comment.repository == issue.repository && comment.number == issue.number;
      });
      const std::string id = std::to_string(issue.id);
      if (!is_said_something_of && std::ranges::find(seen, id) != seen.end()) return id;
    }
    throw std::runtime_error("there is no such issue");
  }
  void paging_fault(const char* kind, std::string match, int times) {
    loopback::Fault fault;
    fault.kind = kind;
    fault.match = std::move(match);
    fault.times = times;
    stand_in_.service().faults.add(fault);
  }

  github_stand_in::StandIn stand_in_;
  Words secrets_;
  std::size_t erased_ = 0;
};

}  // namespace

std::unique_ptr<conformance::Stage> make_stage(Size size) { return std::make_unique<StandInStage>(size); }

}  // namespace locker::connectors::github
