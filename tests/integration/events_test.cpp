#include <gmock/gmock.h>

#include <numeric>

#include "tests/integration/misbehaving_services_fixture.hpp"
#include "tests/integration/raw_client.hpp"

/// Which listeners are notified of which events, and how (design 8, "Events").
namespace locker::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Events : public MisbehavingServices {
 protected:
  void publish(const std::string& id, const json& object, const std::string& type = "note/test") const {
    const json body{{"type", type}, {"obj", object}};
    const auto answer = another().Post("/core/" + id + "/event", body.dump(), "application/json");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->body, "OKTHXBI");
  }
  void listen(const std::string& id, const std::string& callback = "heard") const {
    ASSERT_EQ(another().Get("/core/" + id + "/listen?type=note/test&cb=" + callback)->body, "OKTHXBI");
  }
  /// Returns the ids of the objects that a service was notified of, in order.
  std::vector<int> heard_ids(const std::string& id) const {
    std::vector<int> ids;
    std::ifstream file(home / "Me" / id / "heard");
    for (std::string line; std::getline(file, line) && !file.eof();) ids.push_back(json::parse(line)["id"]);
    return ids;
  }
  /// Returns the number of objects that it was notified of.
  std::ptrdiff_t heard(const std::string& id) const {
    std::ifstream file(home / "Me" / id / "heard");
    return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
  }
  /// Returns the first occurrence of each id: notifications that were not recorded yet are repeated.
  std::vector<int> first_times(const std::string& id) const {
    std::vector<int> once;
    for (const int one : heard_ids(id))
      if (std::ranges::find(once, one) == once.end()) once.push_back(one);
    return once;
  }
  void expect_heard(int id) const {
    EXPECT_TRUE(eventually([&] {
      const auto ids = heard_ids("calm");
      return std::ranges::find(ids, id) != ids.end();
    })) << id;
  }
  void publish_and_hear(int begin, int end) const {
    for (int i = begin; i < end; ++i) publish("calm", {{"id", i}});
    for (int i = begin; i < end && !HasFailure(); ++i) expect_heard(i);
  }
  /// Replaces the archive by a backup; with an empty path, only removes it.
  void put_back(const std::filesystem::path& backup) const {
    for (const char* file : {"locker.db", "locker.db-wal", "locker.db-shm"})
      std::filesystem::remove(home / file);
    if (!backup.empty()) std::filesystem::copy(backup, home / "locker.db");
  }
  static std::vector<int> up_to(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
};

TEST_F(Events, reach_several_listeners_in_order_though_core_is_killed_again_and_again) {
  const Words listeners{"first", "second", "third"};
  keep(listeners);
  serve();
  for (const auto& id : listeners) listen(id);
  constexpr int kRounds = 3, kEach = 60;
  for (int time = 0; time < kRounds; ++time) {
    for (int i = 0; i < kEach; ++i) publish("first", {{"id", time * kEach + i}});
    end_with(SIGKILL);
    serve();
  }
  for (const auto& id : listeners) {
    EXPECT_TRUE(eventually([&] { return first_times(id).size() >= kRounds * kEach; })) << id;
    EXPECT_EQ(first_times(id), up_to(kRounds * kEach)) << id;
  }
}

TEST_F(Events, of_an_archive_that_was_put_back_from_a_backup_all_reach_a_listener) {
  keep({"calm"});
  serve();
  listen("calm");
  publish_and_hear(0, 3);
  const std::filesystem::path backup = folder.path() / "backup.db";
  ASSERT_EQ(locker({"backup", backup.string()}).code, 0);
  publish_and_hear(3, 10);
  end_with(SIGTERM);
  put_back(backup);
  serve();
  listen("calm");
  publish_and_hear(100, 105);
  EXPECT_THAT(client->Get("/diary?log=1")->body, HasSubstr("is older than what calm was told"));
}

TEST_F(Events, of_an_archive_that_was_put_back_and_has_outgrown_the_one_before_reach_a_listener) {
  keep({"calm"});
  serve();
  listen("calm");
  publish_and_hear(0, 3);
  const std::filesystem::path backup = folder.path() / "backup.db",
                              listeners = home / "Me" / "listeners.json";
  ASSERT_EQ(locker({"backup", backup.string()}).code, 0);
  publish_and_hear(3, 6);
  end_with(SIGTERM);
  put_back(backup);
  std::filesystem::rename(listeners, folder.path() / "listeners.json");
  serve();
  for (int i = 100; i < 110; ++i) publish("calm", {{"id", i}});
  end_with(SIGTERM);
  std::filesystem::rename(folder.path() / "listeners.json", listeners);
  serve();
  for (int i = 100; i < 110 && !HasFailure(); ++i) expect_heard(i);
}

TEST_F(Events, of_an_archive_that_was_begun_anew_reach_a_listener) {
  keep({"calm"});
  serve();
  listen("calm");
  publish_and_hear(0, 5);
  end_with(SIGTERM);
  put_back({});
  serve();
  publish_and_hear(100, 103);
}

TEST_F(Events, are_not_told_again_after_a_restart) {
  keep({"calm"});
  serve();
  listen("calm");
  publish_and_hear(0, 5);
  end_with(SIGTERM);
  serve();
  publish_and_hear(5, 6);
  EXPECT_EQ(heard_ids("calm"), up_to(6));
  EXPECT_THAT(client->Get("/diary?log=1")->body, Not(HasSubstr("is older than")));
}

TEST_F(Events, are_told_of_each_post_and_archived_once) {
  keep({"calm"});
  serve();
  listen("calm");
  const std::vector<int> posts{1, 1, 2, 1, 3, 3, 2};
  for (const int id : posts) publish("calm", {{"id", id}});
  EXPECT_TRUE(eventually([&] { return heard("calm") == std::ssize(posts); }));
  EXPECT_EQ(heard_ids("calm"), posts) << "in the order in which they were posted";
  const json history = json::parse(client->Get("/history")->body);
  EXPECT_EQ(history.size(), 3u) << history;
}

TEST_F(Events, without_an_id_are_told_of_each_post_also_on_a_home_that_knows_them) {
  keep({"calm"});
  for (int run = 1; run <= 2; ++run) {
    serve();
    listen("calm");
    publish("calm", {{"test", "value"}});
    EXPECT_TRUE(eventually([&] { return heard("calm") == 2 * run - 1; })) << run;
    publish("calm", {{"test", "value"}});
    EXPECT_TRUE(eventually([&] { return heard("calm") == 2 * run; })) << run;
    end_with(SIGTERM);
  }
  EXPECT_EQ(json::parse(locker({"history", "--json"}).out).size(), 1u);
}

TEST_F(Events, that_change_nothing_reach_a_listener_though_core_is_killed) {
  keep({"calm"});
  serve();
  listen("calm");
  publish("calm", {{"id", 7}});
  for (int time = 0; time < 3; ++time) {
    for (int i = 0; i < 20; ++i) publish("calm", {{"id", 7}});
    end_with(SIGKILL);
    serve();
  }
  EXPECT_TRUE(eventually([&] { return heard("calm") >= 61; })) << heard("calm");
}

TEST_F(Events, of_what_was_forgotten_are_not_told_again) {
  keep({"calm"});
  serve();
  listen("calm");
  publish("calm", {{"id", 7}});
  expect_heard(7);
  ASSERT_EQ(locker({"forget", "calm:note/7"}).code, 0);
  publish("calm", {{"id", 7}});
  publish("calm", {{"id", 8}});
  expect_heard(8);
  EXPECT_EQ(heard("calm"), 2);
}

TEST_F(Events, start_a_listener_that_sleeps) {
  keep({"calm", "sleeper"});
  serve();
  listen("sleeper");
  publish("calm", {{"id", 0}});
  EXPECT_TRUE(eventually([&] { return heard_ids("sleeper") == up_to(1); }));
}

TEST_F(Events, of_a_dead_a_mute_and_a_failing_listener_hinder_no_other) {
  keep({"exits-at-once", "never-listens", "mute", "failing", "calm"});
  serve({"--answer-timeout", "4s"});
  listen("exits-at-once");
  listen("never-listens");
  listen("mute", "silent");
  listen("failing", "fails-twice");
  listen("calm");
  for (int i = 0; i < 20; ++i) publish("calm", {{"id", i}});
  EXPECT_TRUE(eventually([&] { return heard_ids("calm").size() == 20; }));
  EXPECT_EQ(heard_ids("calm"), up_to(20));
  EXPECT_TRUE(eventually([&] { return heard_ids("failing").size() == 20; })) << "it is told again";
  EXPECT_EQ(heard_ids("failing"), up_to(20));
  EXPECT_TRUE(heard_ids("mute").empty());
  expect_in_diary("exits-at-once", "did not reach /heard");
  EXPECT_TRUE(eventually(
      [&] { return client->Get("/diary")->body.find("did not reach /silent") != std::string::npos; }));
}

TEST_F(Events, that_a_listener_refuses_are_in_the_diary) {
  keep({"calm", "refusing"});
  serve();
  listen("calm");
  listen("refusing", "no-such-path");
  publish("calm", {{"id", 0}});
  EXPECT_TRUE(eventually([&] { return heard_ids("calm") == up_to(1); }));
  EXPECT_TRUE(eventually([&] {
    return client->Get("/diary")->body.find("was refused by /no-such-path (it answered 404)") !=
           std::string::npos;
  }));
}

TEST_F(Events, have_a_type_and_an_id_that_fit_into_a_header) {
  keep({"calm"});
  serve();
  listen("calm");
  const auto status = [&](const std::string& type, const std::string& id) {
    return client
        ->Post("/core/calm/event", json{{"type", type}, {"obj", {{"id", id}}}}.dump(), "application/json")
        ->status;
  };
  EXPECT_EQ(status("note/test", std::string(20'000, 'x')), 400);
  EXPECT_EQ(status(std::string(1'000'000, 'x'), "1"), 400);
  EXPECT_EQ(status(std::string(1'024, 'x'), "1"), 200);
  EXPECT_EQ(status("note/test", std::string(1'024, '\n')), 200);
  EXPECT_TRUE(eventually([&] {
    std::ifstream file(home / "Me" / "calm" / "heard");
    return std::count(std::istreambuf_iterator<char>(file), {}, '\n') == 1;
  })) << "also with an id that is longer as it is spelled there";
}

TEST_F(Events, are_told_once_to_one_who_listens_twice_and_not_to_who_listens_no_more) {
  keep({"calm", "gone"});
  serve();
  listen("calm");
  listen("calm");
  listen("gone");
  publish("calm", {{"id", 0}});
  EXPECT_TRUE(eventually([&] { return heard_ids("gone").size() == 1; }));
  EXPECT_EQ(client->Get("/core/gone/deafen?type=note/test&cb=heard")->body, "OKTHXBI");
  publish("calm", {{"id", 1}});
  publish("calm", {{"id", 2}}, "other/test");
  publish("calm", {{"id", 3}});
  EXPECT_TRUE(eventually([&] { return heard_ids("calm").size() == 3; }));
  EXPECT_EQ(heard_ids("calm"), (std::vector<int>{0, 1, 3}));
  EXPECT_EQ(heard_ids("gone").size(), 1u);
}

TEST_F(Events, are_replayed_from_a_number_in_the_address_or_the_header) {
  keep({"calm"});
  serve();
  for (int i = 0; i < 5; ++i) publish("calm", {{"id", i}});
  const auto first_of = [&](const std::string& path, const httplib::Headers& headers) {
    std::string seen;
    (void)another().Get(path, headers, [&](const char* bytes, std::size_t size) {
      seen.append(bytes, size);
      return seen.find("\n\n") == std::string::npos;
    });
    return seen;
  };
  EXPECT_THAT(first_of("/events?after=0", {}), StartsWith("id: 1\ndata: {\"seq\":1,"));
  EXPECT_THAT(first_of("/events?after=3", {}), StartsWith("id: 4\n"));
  EXPECT_THAT(first_of("/events", {{"Last-Event-ID", "2"}}), StartsWith("id: 3\n"));
  EXPECT_THAT(first_of("/events?after=0", {{"Last-Event-ID", "4"}}), StartsWith("id: 5\n"))
      << "a browser that comes back says so in the header, whatever the address says";
  EXPECT_THAT(
      first_of("/events?after=1", {}),
      AllOf(HasSubstr(R"("action":"new","account":"calm","type":"note/test","id":"1","record":{"id":1}})")));
  for (const char* wrong : {"x", "-1", "1.5", "99999999999999999999"}) {
    const auto answer = client->Get(std::string("/events?after=") + wrong);
    EXPECT_EQ(answer->status, 400) << wrong;
    EXPECT_EQ(json::parse(answer->body)["error"]["kind"], "usage");
  }
  const auto head = client->Head("/events");
  ASSERT_TRUE(head) << httplib::to_string(head.error());
  EXPECT_EQ(head->get_header_value("Content-Type"), "text/event-stream");
}

TEST_F(Events, wait_for_a_follower_that_stops_reading_in_little_memory) {
  keep({"calm"});
  serve();
  const std::string text(200'000, 'x');
  constexpr int kMany = 100;  // more than the socket buffers hold
  for (int i = 0; i < kMany; ++i) publish("calm", {{"id", i}, {"text", text}});
  const long before = peak_memory();
  const RawClient stalled(port);
  stalled.send("GET /events?after=" + std::to_string(kMany) + " HTTP/1.1\r\nHost: 127.0.0.1:" +
               std::to_string(port) + "\r\nAuthorization: Bearer " + token + "\r\n\r\n");
  EXPECT_THAT(stalled.read("\r\n\r\n"), HasSubstr("text/event-stream"));
  for (int i = 0; i < kMany; ++i) publish("calm", {{"id", kMany + i}, {"text", text}});
  std::string seen;
  (void)another().Get("/events?after=" + std::to_string(2 * kMany - 1),
                      [&](const char* bytes, std::size_t size) {
                        seen.append(bytes, size);
                        return seen.size() < text.size();
                      });
  EXPECT_THAT(seen, StartsWith("id: " + std::to_string(2 * kMany))) << "another one is told";
  EXPECT_LT(peak_memory() - before, 8'000) << "KB, of the 20,000 that it did not take";
  std::string rest;
  const std::string last = "\"id\":\"" + std::to_string(2 * kMany - 1) + "\"";
  rest = stalled.read(last);
  EXPECT_THAT(rest, HasSubstr(last)) << "and goes on when it reads again";
}

TEST_F(Events, of_a_sync_from_a_shell_reach_a_listening_service) {
  keep({"calm"});
  start();
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
  serve();
  ASSERT_EQ(client->Get("/core/calm/listen?type=status/twitter&cb=heard")->body, "OKTHXBI");
  EXPECT_EQ(locker({"sync", "twitter", "--only", "likes"}).code, 0);
  EXPECT_TRUE(eventually([&] {
    std::ifstream file(home / "Me" / "calm" / "heard");
    return std::count(std::istreambuf_iterator<char>(file), {}, '\n') >=
           static_cast<std::ptrdiff_t>(truth("likes").size());
  }));
}

}  // namespace
}  // namespace locker::test
