#include <gmock/gmock.h>

#include "lib/base/time.hpp"
#include "tests/integration/misbehaving_services_fixture.hpp"

/// Scheduled calls and their times (design 8, "Schedule").
namespace locker::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

double now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

class Scheduled : public MisbehavingServices {
 protected:
  void at(double seconds, const std::string& path, const std::string& id = "calm") const {
    const auto answer = another().Get("/core/" + id + "/at?at=" + std::to_string(seconds) + "&cb=" + path);
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->body, "true");
  }
  json calls() const { return json::parse(another().Get("/status")->body)["schedule"]; }
  json call_of(const std::string& path) const {
    for (const auto& call : calls())
      if (call["path"] == path) return call;
    return nullptr;
  }
  static double seconds_of(const json& time) {
    return static_cast<double>(to_millis(*parse_rfc3339(time.get<std::string>()))) / 1'000;
  }
  /// Returns the times of the calls to `calm`, in seconds since 1970.
  std::vector<double> times() const {
    std::vector<double> found;
    std::ifstream file(home / "Me" / "calm" / "called");
    for (double time = 0; file >> time;) found.push_back(time);
    return found;
  }
};

TEST_F(Scheduled, call_is_made_when_it_is_due_and_once) {
  keep({"calm"});
  serve();
  (void)client->Get("/Me/calm/fine");
  const double due = now() + 1.5;
  at(due, "called");
  EXPECT_TRUE(eventually([&] { return !times().empty(); }));
  ASSERT_EQ(times().size(), 1u);
  EXPECT_GE(times()[0], due - 0.01);
  EXPECT_TRUE(eventually([&] { return calls().empty(); }));
}

TEST_F(Scheduled, call_of_the_past_is_made_at_once_and_one_far_off_is_not) {
  keep({"calm"});
  serve();
  constexpr double kDay = 86'400;
  at(now() + 25 * kDay, "/far");  // more than 2^31 milliseconds
  at(now() + 40'000 * kDay, "/farther");
  at(1e300, "/never");
  at(-5, "/called");
  EXPECT_TRUE(eventually([&] { return times().size() == 1; }));
  EXPECT_TRUE(eventually([&] { return calls().size() == 3; })) << calls();
  for (const char* path : {"/far", "/farther", "/never"})
    EXPECT_TRUE(call_of(path)["last"].is_null()) << path;
}

TEST_F(Scheduled, calls_are_one_for_each_service_and_path) {
  keep({"calm", "other"});
  serve();
  const double later = now() + 3'600;
  for (int i = 0; i < 5; ++i) at(later + i, i % 2 == 0 ? "one" : "/one");
  at(later, "two");
  at(later, "one", "other");
  EXPECT_EQ(calls().size(), 3u) << calls();
  EXPECT_NEAR(seconds_of(call_of("/one")["at"]), later, 10);
}

TEST_F(Scheduled, calls_outlive_core_in_whatever_way_it_ends) {
  keep({"calm"});
  serve();
  const double later = now() + 3'600;
  at(later, "kept");
  end_with(SIGKILL);
  serve();
  EXPECT_NEAR(seconds_of(call_of("/kept")["at"]), later, 0.01);
  at(now() + 2, "called");
  end_with(SIGTERM);
  serve();
  EXPECT_TRUE(eventually([&] { return times().size() == 1; }));
}

TEST_F(Scheduled, calls_that_fail_are_put_off_and_those_that_are_limited_as_the_service_says) {
  keep({"calm", "exits-at-once"});
  serve();
  at(now(), "fails");
  at(now(), "rate-limited");
  at(now(), "no-such-path");
  at(now(), "x", "exits-at-once");
  EXPECT_TRUE(eventually([&] {
    return call_of("/fails")["failures"] == 1 && call_of("/rate-limited")["failures"] == 1 &&
           call_of("/x")["failures"] == 1 && call_of("/no-such-path").is_null();
  })) << calls();
  EXPECT_NEAR(seconds_of(call_of("/rate-limited")["at"]), now() + 120, 15);
  EXPECT_GT(seconds_of(call_of("/fails")["at"]), now() + 10);
  EXPECT_EQ(call_of("/fails")["result"], "answered 500");
  EXPECT_THAT(call_of("/x")["result"].get<std::string>(), HasSubstr("code 3"));
  expect_in_diary("calm", "the scheduled call of /fails failed: answered 500");
}

TEST_F(Scheduled, calls_are_held_by_a_pause_and_made_at_once_when_a_person_wants_it) {
  keep({"calm"});
  serve();
  EXPECT_EQ(client->Post("/core/nobody/pause")->status, 404);
  EXPECT_EQ(json::parse(client->Post("/core/calm/pause")->body)["paused"], true);
  at(now(), "called");
  EXPECT_EQ(client->Post("/core/calm/run")->status, 409) << "it would not run";
  const auto page = client->Post("/core/calm/run", {{"Accept", "text/html"}}, "", "text/plain");
  EXPECT_EQ(page->status, 409);
  EXPECT_THAT(page->body, HasSubstr("calm is paused"));
  end_with(SIGKILL);
  serve();
  EXPECT_EQ(call_of("/called")["paused"], true) << "also after a restart";
  EXPECT_THAT(times(), IsEmpty());
  EXPECT_EQ(json::parse(client->Post("/core/calm/resume")->body)["paused"], false);
  EXPECT_TRUE(eventually([&] { return times().size() == 1; }));
  EXPECT_TRUE(eventually([&] { return calls().empty(); }));
  at(now() + 3'600, "called");
  EXPECT_EQ(json::parse(client->Post("/core/calm/run")->body)["due"], 1);
  EXPECT_TRUE(eventually([&] { return times().size() == 2; }));
}

TEST_F(Scheduled, calls_of_a_service_that_hangs_hold_up_no_other) {
  keep({"calm", "mute"});
  serve();
  for (int i = 0; i < 20; ++i) at(now(), "silent?" + std::to_string(i), "mute");
  at(now(), "called");
  EXPECT_TRUE(eventually([&] { return times().size() == 1; }));
}

TEST_F(Scheduled, calls_can_be_stated_by_a_manifest) {
  keep({"calm"});
  std::ofstream(home / "Me" / "calm" / "me.json")
      << json{{"id", "calm"},
              {"srcdir", "Misbehaving"},
              {"run", "python3 misbehaving.py calm"},
              {"schedule", {{"called", 3'600}, {"/bad", "soon"}, {"/worse", 1e300}}}};
  serve();
  EXPECT_TRUE(eventually([&] { return times().size() == 1; }));
  EXPECT_TRUE(eventually([&] { return call_of("/called")["result"] == "done"; }));
  EXPECT_EQ(calls().size(), 1u);
  EXPECT_NEAR(seconds_of(call_of("/called")["at"]), now() + 3'600, 400) << "with some jitter";
}

class ScheduledAccount : public Scheduled {
 protected:
  void SetUp() override { start(); }
  Words paths() const {
    Words found;
    for (const auto& call : calls()) found.push_back(call["path"]);
    return found;
  }
};

TEST_F(ScheduledAccount, reads_by_itself_what_was_chosen_and_nothing_that_is_charged_without_a_budget) {
  serve();
  EXPECT_THAT(paths(), IsEmpty());
  // From a shell, while the server is running.
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
  ASSERT_EQ(locker({"budget", "twitter", "5"}).code, 0);
  EXPECT_TRUE(eventually([&] { return paths().size() > 3; })) << calls();
  EXPECT_THAT(paths(), Contains("/likes"));
  EXPECT_THAT(paths(), Not(Contains("/home"))) << "which is off until asked for";
  ASSERT_EQ(locker({"budget", "twitter", "none"}).code, 0);
  EXPECT_TRUE(eventually([&] { return call_of("/likes").is_null(); })) << calls();
}

TEST_F(ScheduledAccount, can_be_paused_resumed_and_read_now) {
  ASSERT_EQ(sign_in().code, 0);
  serve();
  EXPECT_EQ(client->Post("/Me/twitter/pause")->status, 200);
  const json status = json::parse(client->Get("/status")->body);
  EXPECT_EQ(status["services"][0]["paused"], true);
  EXPECT_THAT(locker({"status"}).out, HasSubstr("paused"));
  const auto synced = client->Post("/Me/twitter/profile");
  ASSERT_TRUE(synced);
  EXPECT_EQ(synced->status, 200) << synced->body;
  EXPECT_EQ(client->Post("/Me/twitter/resume")->status, 200);
}

}  // namespace
}  // namespace locker::test
