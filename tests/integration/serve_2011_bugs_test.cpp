#include <gmock/gmock.h>

#include "tests/integration/locker_2011_fixture.hpp"

/// Bugs of the original core that must not recur (facts of locker-2011, 1.4).
namespace locker::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class Bugs2011 : public Locker2011 {
 protected:
  void call(const std::string& path, const std::string& at) {
    ASSERT_EQ(get("/core/EchoBox/at?at=" + at + "&cb=" + path), "200 true");
  }
  Words called_paths() {
    Words paths;
    for (const auto& one : schedule()) paths.push_back(one["path"]);
    return paths;
  }
  std::string seconds_from_now(std::int64_t seconds) {
    return std::to_string(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) + seconds);
  }
  json ticks() { return told("/Me/EchoBox/ticks"); }
};

TEST_F(Bugs2011, one_a_schedule_survives_a_restart_and_what_is_added_after_it) {
  serve_it();
  call("/later", seconds_from_now(3'600));
  stop();
  serve_it();
  EXPECT_THAT(called_paths(), UnorderedElementsAre("/later"));
  call("/tomorrow", seconds_from_now(86'400));
  stop();
  std::ofstream(home / "scheduler.json", std::ios::app)
      << R"({"at":"2011-05-13T00:00:00.000Z","type":1,"serviceId":"EchoBox","url":"/tick"})"
      << "\n";
  serve_it();
  EXPECT_TRUE(eventually([&] { return ticks() == 1; })) << "what is overdue runs";
  EXPECT_TRUE(eventually([&] { return called_paths().size() == 2; }));
  EXPECT_THAT(called_paths(), UnorderedElementsAre("/later", "/tomorrow"));
}

TEST_F(Bugs2011, two_a_call_that_ends_takes_no_other_with_it) {
  serve_it();
  call("/before", seconds_from_now(3'600));
  call("/tick", seconds_from_now(0));
  call("/after", seconds_from_now(7'200));
  EXPECT_TRUE(eventually([&] { return ticks() == 1 && called_paths().size() == 2; }));
  EXPECT_THAT(called_paths(), UnorderedElementsAre("/before", "/after"));
  stop();
  serve_it();
  EXPECT_THAT(called_paths(), UnorderedElementsAre("/before", "/after")) << "on the disk, too";
}

TEST_F(Bugs2011, three_a_far_time_does_not_overflow_and_repeats_do_not_pile_up) {
  serve_it();
  const std::int64_t month = 30 * 86'400;
  for (const std::int64_t seconds : {month, 2 * month, 100 * month}) call("/tick", seconds_from_now(seconds));
  call("/tock", "99999999999999999999");
  EXPECT_THAT(called_paths(), UnorderedElementsAre("/tick", "/tock")) << "one for each address";
  call("/heard", seconds_from_now(0));
  EXPECT_TRUE(eventually([&] { return called_paths().size() == 2; })) << "that one was due";
  EXPECT_EQ(ticks(), 0);
}

TEST_F(Bugs2011, four_two_installs_of_one_are_two_services) {
  serve_it();
  const std::string one = install("Connectors/Echo"), other = install("Connectors/Echo");
  ASSERT_NE(one, other);
  const json map = told("/map");
  for (const auto& id : {one, other}) {
    EXPECT_EQ(map["installed"][id]["id"], id);
    EXPECT_THAT(map["installed"][id]["uri"].get<std::string>(), EndsWith("/Me/" + id + "/"));
    EXPECT_EQ(told("/Me/" + id + "/")["me"]["id"], id);
  }
  for (const auto& offered : map["available"]) EXPECT_FALSE(offered.contains("id")) << offered;
}

TEST_F(Bugs2011, five_a_service_that_cannot_start_keeps_nobody_waiting) {
  add_service("Mute", {{"title", "Mute"}, {"provides", json::array()}});
  add_service("Babble", {{"title", "Babble"}, {"run", "echo ready"}});
  add_service("Gone", {{"title", "Gone"}, {"run", "true"}});
  add_service("Nowhere", {{"title", "Nowhere"}, {"run", "no-such-program-anywhere"}});
  serve_it();
  for (const char* name : {"Mute", "Babble", "Gone", "Nowhere"}) {
    const std::string id = install(std::string("Connectors/") + name);
    for (int time = 0; time < 3; ++time) {  // the second call used to hang forever
      const auto answer = client->Get("/Me/" + id + "/");
      ASSERT_TRUE(answer) << name;
      EXPECT_EQ(answer->status, 502) << name << answer->body;
      EXPECT_EQ(json::parse(answer->body)["error"]["service"], id);
    }
  }
  EXPECT_EQ(told("/Me/EchoBox/")["url"], "/") << "core lives";
}

TEST_F(Bugs2011, six_a_bad_handshake_ends_its_own_service_alone) {
  add_service("Babble", {{"title", "Babble"}, {"run", "python3 service"}},
              "import sys, time\nsys.stdin.readline()\nprint('ready', flush=True)\ntime.sleep(600)\n");
  serve_it();
  const std::string babble = install("Connectors/Babble");
  const json before = told("/Me/EchoBox/");  // the one started last
  EXPECT_EQ(client->Get("/Me/" + babble + "/")->status, 502);
  EXPECT_EQ(told("/Me/EchoBox/")["pid"], before["pid"]);
  EXPECT_FALSE(told("/map")["installed"][babble].contains("pid"));
}

TEST_F(Bugs2011, seven_a_listener_that_is_dead_harms_no_one) {
  add_service("Deaf", {{"title", "Deaf"}, {"run", "true"}});
  serve_it();
  const std::string deaf = install("Connectors/Deaf");
  ASSERT_EQ(get("/core/" + deaf + "/listen?type=echo/echo&cb=/heard"), "200 OKTHXBI");
  ASSERT_EQ(get("/core/EchoBox/listen?type=echo/echo&cb=/heard"), "200 OKTHXBI");
  ASSERT_EQ(get("/core/" + deaf + "/at?at=" + seconds_from_now(0) + "&cb=/x"), "200 true");
  EXPECT_EQ(asked("EchoBox", "event", {{"type", "echo/echo"}, {"obj", R"({"id":1})"}})["body"], "OKTHXBI");
  EXPECT_TRUE(eventually([&] { return told("/Me/EchoBox/heard").size() == 1; })) << "the other one is told";
  EXPECT_TRUE(eventually([&] {
    for (const auto& one : schedule())
      if (one["service"] == deaf && one["failures"] > 0) return true;
    return false;
  })) << "the call is tried again later";
}

TEST_F(Bugs2011, eight_what_it_writes_is_whole_and_for_its_person_alone) {
  serve_it();
  const std::string id = install("Connectors/Echo");
  EXPECT_EQ(told("/Me/" + id + "/")["me"]["id"], id);
  EXPECT_EQ(get("/Me/" + id + "/exit").substr(0, 3), "502");
  const json me = json::parse(text_of(home / "Me" / id / "me.json"));
  for (const char* live : {"pid", "port", "uriLocal", "starting", "startingPid"})
    EXPECT_FALSE(me.contains(live)) << live << " is of one life, and not for the disk";
  using std::filesystem::perms;
  const auto mode = std::filesystem::status(home / "Me" / id / "me.json").permissions();
  EXPECT_EQ(mode & (perms::group_all | perms::others_all), perms::none);
}

TEST_F(Bugs2011, nine_the_first_request_waits_for_a_service_that_listens_late) {
  serve_it();
  const std::string id = install("Apps/HelloWorld");
  std::vector<std::jthread> clients;
  std::atomic<int> greeted = 0;
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&] {
      loopback::Client one("127.0.0.1", port);
      const auto answer = one.Get("/Me/" + id + "/", {{"Authorization", "Bearer " + token}});
      greeted += answer && answer->body == "Hello, World!" ? 1 : 0;
    });
  clients.clear();
  EXPECT_EQ(greeted, 8);
}

TEST_F(Bugs2011, ten_the_diary_is_filed_under_the_month_that_it_is) {
  serve_it();
  ASSERT_EQ(get("/core/EchoBox/diary?message=today"), "200 {}");
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  const auto file = home / "Me" / "diary" / std::to_string(day.tm_year + 1900) /
                    std::to_string(day.tm_mon + 1) / (std::to_string(day.tm_mday) + ".json");
  EXPECT_THAT(text_of(file), HasSubstr(R"("message":"today")"));
  for (const auto& line : lines_of(client->Get("/diary")->body))
    EXPECT_TRUE(json::parse(line).is_object()) << line;
}

}  // namespace
}  // namespace locker::test
