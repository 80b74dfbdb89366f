#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <numeric>

#include "tests/integration/serve_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(Serve, answers_nobody_without_the_token_and_signs_a_browser_in_once) {
  serve();
  loopback::Client stranger("127.0.0.1", port);
  for (const char* path : {"/", "/map", "/Me/twitter/", "/no/such/path", "/core/twitter/at"}) {
    const auto answer = stranger.Get(path);
    EXPECT_EQ(answer->status, 401) << path;
    EXPECT_THAT(answer->body, Not(HasSubstr(token)));
  }
  EXPECT_EQ(client->Get("/map", {{"Host", "evil.example"}})->status, 421);
  EXPECT_EQ(
      client->Post("/core/twitter/pause", {{"Origin", "http://evil.example"}}, "", "text/plain")->status,
      403);
  EXPECT_EQ(client->Get("/core/twitter/at", {{"Sec-Fetch-Site", "cross-site"}})->status, 403);
  EXPECT_EQ(stranger.Get("/login?key=wrong")->status, 403);
  process->signal(SIGTERM);
  const Outcome outcome = process->wait();
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, Not(HasSubstr(token)));
}

TEST_F(Serve, names_a_taken_port_in_one_line_and_leaves_nothing_of_a_home_that_was_not) {
  httplib::Server other;
  const int taken = other.bind_to_any_port("127.0.0.1");
  const Outcome refused = locker({"serve", "--port", std::to_string(taken)});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(lines_of(refused.err).size(), 1u) << refused.err;
  EXPECT_THAT(refused.err, AllOf(HasSubstr("port " + std::to_string(taken)), HasSubstr("--port")));
  EXPECT_FALSE(std::filesystem::exists(home));
}

TEST_F(Serve, at_localhost_listens_wherever_that_name_leads) {
  serve({"--host", "localhost"});
  const std::string base = "http://localhost:" + std::to_string(port);
  EXPECT_THAT(process->output(), HasSubstr("listening at " + base + "/"));
  EXPECT_EQ(client->Get("/map", {{"Host", "localhost:" + std::to_string(port)}})->status, 200);
  if (!has_second_loopback()) GTEST_SKIP() << "this machine has no ::1; at 127.0.0.1 it listens";
  loopback::Client second("::1", port);
  const httplib::Headers headers{{"Authorization", "Bearer " + token},
                                 {"Host", "localhost:" + std::to_string(port)}};
  const auto answer = second.Get("/map", headers);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
}

TEST_F(Serve, at_localhost_leaves_no_address_of_it_to_another_program) {
  if (!has_second_loopback()) GTEST_SKIP() << "this machine has no ::1";
  httplib::Server other;
  const int taken = other.bind_to_any_port("::1");
  const Outcome refused = locker({"serve", "--host", "localhost", "--port", std::to_string(taken)});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("port " + std::to_string(taken) + " of ::1 is taken"));
  EXPECT_FALSE(std::filesystem::exists(home));
}

TEST_F(Serve, says_that_it_runs_already_where_that_is_why_the_port_is_taken) {
  serve();
  const Outcome refused = locker({"serve", "--port", std::to_string(port)});
  EXPECT_EQ(refused.code, 11);
  EXPECT_THAT(refused.err, HasSubstr("(process " + std::to_string(process->id()) + ")"));
}

TEST_F(Serve, signs_a_browser_in_with_the_address_that_it_prints) {
  Process printing(command({"serve", "--port", std::to_string(port)}), environment());
  ASSERT_TRUE(printing.wait_for_output("login?key="));
  printing.signal(SIGTERM);
  const std::string out = printing.wait().out;
  EXPECT_THAT(out, HasSubstr("http://127.0.0.1:" + std::to_string(port) + "/login?key="));
}

TEST_F(Serve, runs_a_service_written_for_2011_through_its_proxy) {
  lay_out_as_in_2011();
  serve({"--config", (home / "config.json").string()});
  const json map = json::parse(client->Get("/map")->body);
  EXPECT_EQ(map["available"][0]["srcdir"], "Apps/Notes");
  EXPECT_EQ(map["available"][0]["is"], "app");
  const std::string id = install_notes();
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    httplib::Request request;
    request.method = method;
    request.path = "/Me/" + id + "/a%2Fb//c?d=%20e";
    request.set_header("Cookie", "mine=1; locker_" + std::to_string(port) + "=x");
    request.body = "body of " + std::string(method);
    request.set_header("Content-Length", std::to_string(request.body.size()));
    const auto answer = client->send(request);
    ASSERT_TRUE(answer) << method;
    ASSERT_EQ(answer->status, 200) << method << answer->body;
    EXPECT_EQ(answer->get_header_value("X-Notes"), "1");
    const json told = json::parse(answer->body);
    EXPECT_EQ(told["method"], method);
    EXPECT_EQ(told["path"], "/a%2Fb//c?d=%20e");
    EXPECT_EQ(told["body"], request.body);
    EXPECT_EQ(told["cwd"], std::filesystem::canonical(home / "Me" / id).string());
    EXPECT_EQ(told["headers"]["Cookie"], "mine=1");
    EXPECT_FALSE(told["headers"].contains("Authorization")) << "the token is not for services";
  }
  const auto away = client->Get("/Me/" + id + "/away");
  EXPECT_EQ(away->status, 302);
  EXPECT_EQ(away->get_header_value("Location"), "http://elsewhere.example/");
  EXPECT_EQ(away->get_header_value_count("Set-Cookie"), 2);
}

TEST_F(Serve, gives_2011s_answers_word_for_word) {
  lay_out_as_in_2011();
  serve({"--config", (home / "config.json").string()});
  const std::string id = install_notes();
  const auto get = [&](const std::string& path) {
    const auto answer = client->Get(path);
    return std::to_string(answer->status) + " " + answer->body;
  };
  EXPECT_EQ(get("/core/" + id + "/at?at=soon&cb=x"), "400 Invalid arguments");
  EXPECT_EQ(get("/core/" + id + "/at?at=nan&cb=x"), "400 Invalid arguments");
  EXPECT_EQ(get("/core/nobody/at?at=1&cb=x"), "404 nobody doesn't exist, but does anything really? ");
  EXPECT_EQ(get("/core/" + id + "/at?at=99999999999&cb=x"), "200 true");
  EXPECT_EQ(get("/core/nobody/diary?message=hello"), "200 {}");
  EXPECT_THAT(get("/diary"), HasSubstr(R"("message":"hello","service":"nobody"})"));
  EXPECT_EQ(get("/core/" + id + "/listen?type=note/notes"), "400 Invalid type or callback");
  EXPECT_EQ(get("/core/nobody/listen?type=a&cb=b"), "404 nobody doesn't exist, but does anything really? ");
  EXPECT_EQ(get("/core/" + id + "/deafen?type=never&cb=heard"), "200 OKTHXBI");
  EXPECT_EQ(get("/providers"), "400 []");
  EXPECT_EQ(get("/providers?types=nothing"), "200 []");
  EXPECT_EQ(json::parse(client->Get("/providers?types=x/y,note")->body)[0]["id"], id);
  EXPECT_EQ(get("/Me/nobody/"), "404 so sad, couldn't find nobody");
  const auto post = [&](const std::string& path, const std::string& body, const char* type) {
    const auto answer = client->Post(path, body, type);
    return std::to_string(answer->status) + " " + answer->body;
  };
  EXPECT_EQ(post("/core/x/install", "{}", "application/json"), "400 {}");
  EXPECT_EQ(post("/core/x/install", "{", "application/json"), "400 {}");
  EXPECT_EQ(post("/core/x/install", "srcdir=Apps%2FNone", "application/x-www-form-urlencoded"), "404 {}");
  EXPECT_EQ(post("/core/x/install", "srcdir=../home/Apps/Notes", "application/x-www-form-urlencoded"),
            "404 {}");
  EXPECT_EQ(post("/core/" + id + "/event", "", "application/json"), "400 Post data missing");
  EXPECT_EQ(post("/core/" + id + "/event", R"({"type":"note/notes"})", "application/json"),
            "400 Invalid type or object");
  EXPECT_EQ(post("/core/" + id + "/at", R"({"at":99999999999,"cb":"/x"})", "application/json"), "200 true");
}

TEST_F(Serve, archives_what_a_service_publishes_and_tells_those_who_listen) {
  lay_out_as_in_2011();
  serve({"--config", (home / "config.json").string()});
  const std::string id = install_notes();
  ASSERT_EQ(client->Get("/core/" + id + "/listen?type=note/notes&cb=heard")->body, "OKTHXBI");
  for (const char* text : {"first", "first", "second"})
    EXPECT_EQ(
        client->Post("/Me/" + id + "/publish", json{{"id", 7}, {"text", text}}.dump(), "application/json")
            ->body,
        "OKTHXBI");
  const json rows = json::parse(client->Get("/query?source=" + id)->body);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["type"], "note/notes");
  EXPECT_EQ(rows[0]["id"], "7");
  EXPECT_EQ(rows[0]["text"], "second");
  EXPECT_EQ(query({"--source", id})[0]["text"], "second") << "from a shell, too";
  const json heard = heard_by(id, 3);
  ASSERT_EQ(heard.size(), 3u) << "who listens hears each post, as in 2011";
  for (const int post : {0, 1}) {
    EXPECT_EQ(heard[post]["action"], "new");
    EXPECT_EQ(json::parse(heard[post]["body"].get<std::string>())["text"], "first");
  }
  EXPECT_EQ(heard[2]["action"], "update");
}

TEST_F(Serve, starts_a_service_again_that_died_and_ends_all_with_itself) {
  lay_out_as_in_2011();
  serve({"--config", (home / "config.json").string()});
  const std::string id = install_notes();
  EXPECT_EQ(client->Post("/Me/" + id + "/exit")->status, 502);
  EXPECT_EQ(client->Get("/Me/" + id + "/again")->status, 200);
  const json map = json::parse(client->Get("/map")->body);
  const pid_t pid = map["installed"][id]["pid"];
  ASSERT_EQ(kill(pid, 0), 0);
  process->signal(SIGKILL);
  process->wait();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (kill(pid, 0) == 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_NE(kill(pid, 0), 0) << "a service outlived core";
}

TEST_F(Serve, leads_through_sign_in_to_a_first_sync) {
  sandbox::Settings settings;
  settings.auto_approve = true;
  settings.redirect_uris = {"http://127.0.0.1:" + std::to_string(port) + "/Me/twitter/authComplete"};
  start(settings);
  serve();
  client->set_follow_location(false);
  EXPECT_THAT(client->Get("/Me/twitter/")->get_header_value("Location"), EndsWith("/Me/twitter/auth"));
  const auto form = client->Get("/Me/twitter/auth");
  EXPECT_THAT(form->body, HasSubstr("name=\"client_id\""));
  EXPECT_THAT(form->get_header_value("Content-Security-Policy"),
              HasSubstr("form-action 'self' " + server->base()))
      << "browsers hold the redirect to the service's consent page to it";
  EXPECT_EQ(client->Get("/Me/twitter/likes")->status, 404) << "no sync before sign-in";
  EXPECT_EQ(client->Get("/Me/twitter/current/likes")->body, "[]\n");
  EXPECT_EQ(client->Get("/Me/twitter/authComplete?code=x&state=foreign")->status, 400);
  const auto begun = client->Post("/Me/twitter/saveAuth", "client_id=sandbox-client&budget=10",
                                  "application/x-www-form-urlencoded");
  ASSERT_EQ(begun->status, 302);
  const std::string consent = begun->get_header_value("Location");
  ASSERT_THAT(consent, StartsWith(server->base()));
  const auto approved = control->Get(consent.substr(server->base().size()));
  ASSERT_EQ(approved->status, 302) << approved->body;
  const std::string back = approved->get_header_value("Location");
  const std::string base = "http://127.0.0.1:" + std::to_string(port);
  ASSERT_THAT(back, StartsWith(base + "/Me/twitter/authComplete?"));
  const auto done = client->Get(back.substr(base.size()));
  ASSERT_EQ(done->status, 302) << done->body;
  EXPECT_EQ(client->Get("/Me/twitter/auth")->status, 404) << "no sign-in after sign-in";
  EXPECT_THAT(client->Get("/Me/twitter/")->body, HasSubstr("/Me/twitter/likes\""));
  const auto synced = client->Get("/Me/twitter/likes");
  ASSERT_EQ(synced->status, 200) << synced->body;
  Words ids;
  for (const auto& row : json::parse(client->Get("/Me/twitter/current/likes")->body))
    ids.push_back(row["id"]);
  EXPECT_EQ(ids, truth("likes"));
  Words paths;
  const json status = json::parse(client->Get("/status")->body);
  for (const auto& call : status["schedule"]) paths.push_back(call["path"]);
  EXPECT_THAT(paths, Contains("/likes"));
  EXPECT_THAT(paths, Contains("/tweets"));
}

TEST_F(Serve, shows_a_sync_from_a_shell_to_those_who_follow_events) {
  start();
  // Without a budget the schedule reads nothing that is charged, so that the lock is free for the shell.
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
  serve();
  std::string seen;
  std::thread follower([&] {
    loopback::Client reader("127.0.0.1", port);
    reader.set_read_timeout(30);
    reader.Get("/events?after=0", httplib::Headers{{"Authorization", "Bearer " + token}},
               [&](const char* bytes, std::size_t size) {
                 seen.append(bytes, size);
                 return seen.find("\"action\":\"add\"") == std::string::npos;
               });
  });
  EXPECT_EQ(locker({"sync", "twitter", "--only", "likes"}).code, 0);
  follower.join();
  EXPECT_THAT(seen, StartsWith("id: 1\ndata: {\"seq\":1,"));
}

TEST_F(Serve, replays_what_came_after_the_last_event_that_a_follower_saw) {
  lay_out_as_in_2011();
  serve({"--config", (home / "config.json").string()});
  const std::string id = install_notes();
  for (int i = 1; i <= 5; ++i) publish(id, {{"id", i}, {"text", "note"}});
  const json history = json::parse(client->Get("/history?source=" + id)->body);
  ASSERT_EQ(history.size(), 5u);
  const std::int64_t third = history[2]["seq"];
  const std::int64_t last =
      std::max(history[0]["seq"].get<std::int64_t>(), history[4]["seq"].get<std::int64_t>());
  std::string seen;
  client->Get("/events", httplib::Headers{{"Last-Event-ID", std::to_string(third)}},
              [&](const char* bytes, std::size_t size) {
                seen.append(bytes, size);
                return seen.find("id: " + std::to_string(last)) == std::string::npos;
              });
  EXPECT_THAT(seen, StartsWith("id: " + std::to_string(third + 1) + "\n"));
}

TEST_F(Serve, tells_a_listener_everything_in_order_though_core_is_killed_meanwhile) {
  lay_out_as_in_2011();
  serve({"--config", (home / "config.json").string()});
  const std::string id = install_notes();
  ASSERT_EQ(client->Get("/core/" + id + "/listen?type=note/notes&cb=heard")->body, "OKTHXBI");
  constexpr int kNotes = 30;
  for (int i = 0; i < kNotes; ++i) publish(id, {{"id", i}, {"text", "note"}});
  process->signal(SIGKILL);
  process->wait();
  serve({"--config", (home / "config.json").string()});
  std::vector<int> ids;
  eventually([&] {
    ids.clear();
    for (const auto& one : heard_by(id, kNotes))
      ids.push_back(json::parse(one["body"].get<std::string>())["id"]);
    return !ids.empty() && ids.back() == kNotes - 1;
  });
  // Notifications that were not recorded yet are repeated: the first ones of each must be in order.
  std::vector<int> first_times, all(kNotes);
  for (const int one : ids)
    if (std::ranges::find(first_times, one) == first_times.end()) first_times.push_back(one);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(first_times, all);
}

TEST_F(Serve, makes_a_call_once_at_start_whose_time_passed_while_nothing_ran) {
  lay_out_as_in_2011();
  serve({"--config", (home / "config.json").string()});
  const std::string id = install_notes();
  process->signal(SIGTERM);
  EXPECT_EQ(process->wait().code, 0);
  const json call{{"at", "2020-01-01T00:00:00Z"}, {"type", 1}, {"serviceId", id}, {"url", "/called"}};
  const json later{{"at", "2120-01-01T00:00:00Z"}, {"type", 1}, {"serviceId", id}, {"url", "/later"}};
  std::ofstream(home / "scheduler.json") << call.dump() << "\n" << later.dump() << "\n";
  serve({"--config", (home / "config.json").string()});
  const auto calls = [&] { return json::parse(client->Get("/status")->body)["schedule"]; };
  EXPECT_TRUE(eventually([&] { return calls().size() == 1; })) << calls();
  EXPECT_EQ(calls()[0]["path"], "/later");
  std::ifstream called(home / "Me" / id / "called");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(called), {}), "x");
}

TEST_F(Serve, does_not_wait_for_a_pipe_in_the_place_of_what_it_keeps) {
  for (const char* name : {"scheduler.json", "Me/listeners.json", "token"}) {
    std::filesystem::create_directories(home / "Me");
    std::filesystem::remove(home / name);
    ASSERT_EQ(mkfifo((home / name).c_str(), 0600), 0);
    const auto outcome = locker({"serve", "--port", std::to_string(port)});
    EXPECT_EQ(outcome.code, 1) << name;
    EXPECT_THAT(outcome.err, HasSubstr(std::string(name) + " is no file")) << name;
    std::filesystem::remove(home / name);
  }
}

TEST_F(Serve, shows_its_schedule_to_a_shell) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  std::ofstream(home / "scheduler.json")
      << R"({"at":"2120-01-01T00:00:00Z","type":1,"serviceId":"twitter","url":"/likes","result":"done"})"
      << "\n"
      << R"({"paused":"twitter"})"
      << "\n";
  const json status = json::parse(locker({"status", "--json"}).out);
  ASSERT_EQ(status["schedule"].size(), 1u);
  EXPECT_EQ(status["schedule"][0]["path"], "/likes");
  EXPECT_EQ(status["schedule"][0]["paused"], true);
  EXPECT_THAT(locker({"status"}).out, HasSubstr("schedule of \"locker serve\""));
}

TEST_F(Serve, serves_two_hundred_followers_and_others_beside_them) {
  start();
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
  serve();
  constexpr int kFollowers = 200;
  std::atomic<int> connected = 0, told = 0;
  std::vector<std::jthread> followers;
  for (int i = 0; i < kFollowers; ++i)
    followers.emplace_back([&] {
      loopback::Client reader("127.0.0.1", port);
      reader.set_read_timeout(30);
      reader.Get(
          "/events", httplib::Headers{{"Authorization", "Bearer " + token}},
          [&](const httplib::Response& response) {
            connected += response.status == 200 ? 1 : 0;
            return true;
          },
          [&](const char* bytes, std::size_t size) {
            const bool is_told = std::string_view(bytes, size).find("\"seq\"") != std::string_view::npos;
            told += is_told ? 1 : 0;
            return !is_told;
          });
    });
  EXPECT_TRUE(eventually([&] { return connected == kFollowers; })) << connected;
  EXPECT_EQ(client->Get("/map")->status, 200);
  EXPECT_EQ(locker({"sync", "twitter", "--only", "profile"}).code, 0);
  EXPECT_EQ(locker({"sync", "twitter", "--only", "likes"}).code, 0);
  followers.clear();
  EXPECT_EQ(told, kFollowers);
}

TEST_F(Serve, refuses_no_auth_beyond_this_machine) {
  const Outcome outcome = locker({"serve", "--no-auth", "--host", "0.0.0.0"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--no-auth"));
}

TEST_F(Serve, is_alone_in_its_home) {
  serve();
  const Outcome second = locker({"serve", "--port", "0"});
  EXPECT_EQ(second.code, 11) << second.err;
  EXPECT_THAT(second.err, HasSubstr("process " + std::to_string(process->id())));
  process->signal(SIGKILL);
  process->wait();
  serve();
  EXPECT_EQ(client->Get("/map")->status, 200) << "nothing of the first one is left";
}

TEST_F(Serve, ends_when_asked_to_while_it_still_looks_for_manifests) {
  // Links to each other: following all of them takes practically forever.
  constexpr int kFolders = 14;
  const auto named = [this](int number) { return home / "Apps" / std::to_string(number); };
  for (int one = 0; one < kFolders; ++one) std::filesystem::create_directories(named(one));
  for (int one = 0; one < kFolders; ++one)
    for (int other = 0; other < kFolders; ++other)
      if (one != other) std::filesystem::create_symlink(named(other), named(one) / std::to_string(other));
  std::ofstream(home / "config.json") << R"({"scannedDirs":["Apps"]})";
  Process starting(command({"serve", "--port=0", "--config", (home / "config.json").string()}),
                   environment());
  ASSERT_TRUE(eventually([this] { return std::filesystem::exists(home / "token"); })) << "it has begun";
  starting.signal(SIGTERM);
  const Outcome outcome = starting.wait();
  EXPECT_EQ(outcome.code, 0) << "and not after its last patience";
  EXPECT_EQ(outcome.out + outcome.err, "");
}

}  // namespace
}  // namespace locker::test
