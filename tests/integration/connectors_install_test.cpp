#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/integration/serve_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ConnectorsInstall : public Serve {
 protected:
  [[nodiscard]] std::filesystem::path example() const {
    return std::filesystem::path(fixtures_path()).parent_path().parent_path() / "docs" / "examples" /
           "journal";
  }
  Outcome install(const Words& further = {}) {
    Words words{"connectors", "install", example().string()};
    words.insert(words.end(), further.begin(), further.end());
    return locker(words);
  }
  void write_entry(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(home / "Me" / "journal" / "entries");
    std::ofstream(home / "Me" / "journal" / "entries" / (name + ".txt")) << text;
  }
  std::filesystem::path folder_with(const std::string& manifest, const std::string& name = "own.connector") {
    const auto place = folder.path() / "offered";
    std::filesystem::remove_all(place);
    std::filesystem::create_directories(place);
    std::ofstream(place / name) << manifest;
    return place;
  }
};

TEST_F(ConnectorsInstall, puts_the_example_in_and_what_it_publishes_can_be_seen) {
  const Outcome installed = install();
  ASSERT_EQ(installed.code, 0) << installed.err;
  EXPECT_THAT(installed.err, HasSubstr("/Me/journal/"));
  serve();
  EXPECT_EQ(json::parse(client->Get("/Me/journal/")->body)["title"], "Journal");
  const auto scheduled = [this] { return json::parse(client->Get("/status")->body)["schedule"]; };
  ASSERT_TRUE(eventually([&] { return scheduled().at(0).dump().find("done") != std::string::npos; }))
      << "what is new is read at once; the next time is an hour off";
  EXPECT_EQ(client->Get("/Me/journal/current")->body, "[]");
  write_entry("monday", "Bought bread at the harbour");
  ASSERT_EQ(client->Get("/Me/journal/sync")->body, R"({"success": "1 entries"})");
  write_entry("monday", "Bought bread and fish at the harbour");
  ASSERT_EQ(client->Get("/Me/journal/sync")->status, 200);
  ASSERT_EQ(client->Get("/Me/journal/sync")->status, 200) << "nothing new";

  const json rows = query({"harbour"});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["type"], "entry/journal");
  EXPECT_EQ(rows[0]["id"], "monday");
  EXPECT_EQ(rows[0]["text"], "Bought bread and fish at the harbour");
  Words actions;
  for (const auto& change : history({"journal:entry/monday"})) actions.push_back(change["action"]);
  EXPECT_EQ(actions, (Words{"update", "new"}));
  EXPECT_EQ(json::parse(client->Get("/Me/journal/current")->body)[0]["id"], "monday");
  std::string events;
  client->Get("/events?after=0", [&](const char* bytes, std::size_t size) {
    events.append(bytes, size);
    return events.find("\"update\"") == std::string::npos;
  });
  EXPECT_THAT(events, HasSubstr("\"type\":\"entry/journal\""));
  EXPECT_THAT(locker({"status"}).out, Not(HasSubstr("locker auth"))) << "there is nothing to sign in to";
  ASSERT_EQ(scheduled().size(), 1u);
  EXPECT_EQ(scheduled()[0]["path"], "/sync") << "as the manifest says";
}

TEST_F(ConnectorsInstall, is_told_of_by_what_is_kept_and_when_it_last_published) {
  ASSERT_EQ(install().code, 0);
  write_entry("monday", "Bought bread");
  write_entry("tuesday", "Bought fish");
  serve();
  ASSERT_EQ(client->Get("/Me/journal/sync")->status, 200);
  const json published = history({"--source", "journal"}).at(0)["time"];
  const json stream = json::parse(locker({"status", "--json"}).out)["accounts"][0]["streams"].at(0);
  EXPECT_EQ(stream["members"], 2);
  EXPECT_EQ(stream["last_run"]["ended"], published);
  EXPECT_EQ(stream["last_run"]["outcome"], "done");
  EXPECT_THAT(locker({"status"}).out,
              AllOf(ContainsRegex("published +2 +" + published.get<std::string>() + " published +free"),
                    Not(HasSubstr("$"))));
  EXPECT_THAT(client->Get("/", {{"Accept", "text/html"}})->body,
              AllOf(HasSubstr("2 records"), HasSubstr("last published <time"), Not(HasSubstr("never"))));
}

TEST_F(ConnectorsInstall, is_taken_out_beside_a_server_that_runs_and_its_data_stay) {
  ASSERT_EQ(install().code, 0);
  write_entry("monday", "Bought bread");
  serve();
  ASSERT_EQ(client->Get("/Me/journal/sync")->status, 200);
  ASSERT_EQ(client->Get("/core/journal/listen?type=entry/journal&cb=x")->status, 200);
  const Outcome removed = locker({"connectors", "remove", "journal"});
  ASSERT_EQ(removed.code, 0) << removed.err;
  EXPECT_THAT(removed.err,
              AllOf(HasSubstr("stays in the archive"), HasSubstr((home / "Me/journal").string())));
  EXPECT_FALSE(std::filesystem::exists(home / "Connectors" / "journal"));
  EXPECT_TRUE(eventually([&] { return client->Get("/Me/journal/")->status == 404; }));
  const auto is_forgotten = [&] {
    return json::parse(client->Get("/status")->body)["schedule"].empty() &&
           text_of(home / "Me" / "listeners.json").find("journal") == std::string::npos;
  };
  EXPECT_TRUE(eventually(is_forgotten));
  EXPECT_EQ(query({"bread"}).size(), 1u);
  EXPECT_TRUE(std::filesystem::exists(home / "Me" / "journal" / "entries" / "monday.txt"));
  ASSERT_EQ(install().code, 0) << "and it may come back to what it kept";
  EXPECT_TRUE(eventually([&] { return client->Get("/Me/journal/sync")->status == 200; }));
  EXPECT_EQ(history({"--source", "journal"}).size(), 1u) << "nothing is new";
}

TEST_F(ConnectorsInstall, is_taken_out_with_its_calls_where_no_server_runs) {
  ASSERT_EQ(install({"--link"}).code, 0);
  serve();
  EXPECT_TRUE(eventually([&] { return !json::parse(client->Get("/status")->body)["schedule"].empty(); }));
  process->signal(SIGTERM);
  ASSERT_EQ(process->wait().code, 0);
  EXPECT_EQ(locker({"connectors", "remove", "journal"}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(example() / "journal.connector")) << "which was only linked";
  serve();
  EXPECT_TRUE(json::parse(client->Get("/status")->body)["schedule"].empty());
  EXPECT_EQ(client->Get("/Me/journal/")->status, 404);
}

TEST_F(ConnectorsInstall, alone_is_what_can_be_taken_out) {
  ASSERT_EQ(install().code, 0);
  const Outcome compiled_in = locker({"connectors", "remove", "twitter"});
  EXPECT_EQ(compiled_in.code, 2);
  EXPECT_THAT(compiled_in.err, HasSubstr("is compiled in"));
  const Outcome unknown = locker({"connectors", "remove", "jornal"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean \"journal\""));
  EXPECT_EQ(locker({"connectors", "remove", "../journal"}).code, 2);
  EXPECT_THAT(locker({"__complete", "connectors", "remove", ""}).out, HasSubstr("journal"));
}

TEST_F(ConnectorsInstall, is_seen_by_a_server_that_runs) {
  serve();
  EXPECT_EQ(client->Get("/Me/journal/")->status, 404);
  ASSERT_EQ(install().code, 0);
  EXPECT_EQ(client->Get("/Me/journal/")->status, 200);
  const json me = json::parse(client->Get("/map")->body)["installed"]["journal"];
  EXPECT_EQ(me["uri"], "http://127.0.0.1:" + std::to_string(port) + "/Me/journal/");
  EXPECT_EQ(me["is"], "connector");
}

TEST_F(ConnectorsInstall, begins_its_schedule_and_runs_renewed_code_while_a_server_runs) {
  serve();
  const auto write = [&](const std::string& path, const std::string& answer) {
    const auto place =
        folder_with(json{{"title", "Own"}, {"run", "python3 own.py"}, {"schedule", {{path, 3'600}}}}.dump());
    std::ofstream(place / "own.py") << "import http.server, json, sys\n"
                                       "class Own(http.server.BaseHTTPRequestHandler):\n"
                                       "    def do_GET(self):\n"
                                       "        self.send_response(200)\n"
                                       "        self.end_headers()\n"
                                       "        self.wfile.write(b'" +
                                           answer +
                                           "')\n"
                                           "server = http.server.HTTPServer(('127.0.0.1', "
                                           "json.loads(sys.stdin.readline())['port']), Own)\n"
                                           "print(json.dumps({'port': server.server_port}), flush=True)\n"
                                           "server.serve_forever()\n";
    return locker({"connectors", "install", place.string()}).code;
  };
  const auto is_called = [this] {
    const json status = json::parse(client->Get("/status")->body);
    Words paths;
    for (const auto& entry : status["schedule"]) paths.push_back(entry["path"]);
    return paths;
  };
  ASSERT_EQ(write("/first", "old code"), 0);
  EXPECT_TRUE(eventually([&] { return is_called() == Words{"/first"}; }));
  EXPECT_EQ(client->Get("/Me/own/")->body, "old code");
  ASSERT_EQ(write("/second", "new code"), 0);
  EXPECT_TRUE(eventually([&] { return is_called() == Words{"/second"}; }));
  // The old process may be ended while it responds.
  EXPECT_TRUE(eventually([&] {
    const auto answer = client->Get("/Me/own/");
    return answer && answer->body == "new code";
  }));
}

TEST_F(ConnectorsInstall, passes_over_what_of_a_schedule_cannot_be_called_and_says_so) {
  ASSERT_EQ(install().code, 0);
  const auto file = home / "Me" / "journal" / "me.json";
  json me = json::parse(text_of(file));
  me["schedule"] = {
      {"/sync", 3'600},    {"/../map", 60}, {"/a b", 60}, {"/a\r\nHost: x", 60}, {"http://127.0.0.1:1/", 60},
      {"/again", "daily"}, {"/c", 0.5}};
  std::ofstream(file) << me.dump();
  serve();
  EXPECT_EQ(client->Get("/Me/journal/")->status, 200) << "the rest of it is as it should be";
  const json status = json::parse(client->Get("/status")->body);
  ASSERT_EQ(status["schedule"].size(), 1u) << status["schedule"];
  EXPECT_EQ(status["schedule"][0]["path"], "/sync");
  const std::string log = client->Get("/diary?log=1")->body;
  for (const char* said : {"/../map", "/a b", "/a\\\\r", "http://127.0.0.1:1/", "/again", "/c"})
    EXPECT_THAT(log, HasSubstr(said));
  EXPECT_THAT(log, HasSubstr("Me/journal/me.json"));
}

TEST_F(ConnectorsInstall, renews_the_code_and_keeps_the_data) {
  ASSERT_EQ(install().code, 0);
  write_entry("monday", "text");
  std::ofstream(home / "Connectors" / "journal" / "journal.py") << "spoilt";
  const Outcome again = install();
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, StartsWith("renewed Journal"));
  EXPECT_EQ(text_of(home / "Connectors" / "journal" / "journal.py"), text_of(example() / "journal.py"));
  EXPECT_EQ(text_of(home / "Me" / "journal" / "entries" / "monday.txt"), "text");
}

TEST_F(ConnectorsInstall, can_have_a_name_of_its_own_and_stay_where_it_is) {
  ASSERT_EQ(install({"--link", "--id", "diary-2"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(home / "Connectors"));
  serve();
  EXPECT_EQ(json::parse(client->Get("/Me/diary-2/")->body)["title"], "Journal");
  const json listed = json::parse(locker({"connectors", "--json"}).out)["services"];
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0]["id"], "diary-2");
  EXPECT_THAT(locker({"connectors"}).out, HasSubstr("diary-2: Journal"));
}

TEST_F(ConnectorsInstall, is_copied_once_it_is_done_that_ran_from_where_it_was_written) {
  ASSERT_EQ(install({"--link"}).code, 0);
  std::filesystem::create_directories(home / "Me" / "journal" / "entries");
  const Outcome done = install();
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_THAT(done.err, StartsWith("renewed Journal"));
  EXPECT_TRUE(std::filesystem::exists(home / "Connectors" / "journal" / "journal.py"));
  EXPECT_TRUE(std::filesystem::exists(home / "Me" / "journal" / "entries")) << "its data stays";
}

TEST_F(ConnectorsInstall, is_offered_to_be_installed_once_more_over_http) {
  ASSERT_EQ(install().code, 0);
  serve();
  const auto answer =
      client->Post("/core/x/install", R"({"srcdir":"Connectors/journal"})", "application/json");
  ASSERT_EQ(answer->status, 200) << answer->body;
  const std::string id = json::parse(answer->body)["id"];
  EXPECT_NE(id, "journal");
  EXPECT_EQ(json::parse(client->Get("/Me/" + id + "/")->body)["title"], "Journal");
}

TEST_F(ConnectorsInstall, is_offered_over_http_at_once_beside_what_is_compiled_in) {
  serve();
  ASSERT_EQ(install().code, 0);
  Words sources;
  const json map = json::parse(client->Get("/map")->body);
  for (const auto& one : map["available"]) sources.push_back(one["srcdir"]);
  EXPECT_EQ(sources, (Words{"locker:github", "locker:twitter", "Connectors/journal"}));
  for (const auto& source : sources) {
    const auto answer = client->Post("/core/x/install", json{{"srcdir", source}}.dump(), "application/json");
    EXPECT_EQ(answer->status, 200) << source << answer->body;
  }
  const auto second = client->Post("/core/x/install", R"({"srcdir":"locker:twitter"})", "application/json");
  ASSERT_EQ(second->status, 200);
  EXPECT_EQ(json::parse(second->body)["id"], "twitter-2");
}

TEST_F(ConnectorsInstall, leaves_the_links_to_sign_in_on_the_page) {
  ASSERT_EQ(install().code, 0);
  serve();
  const auto page = [this] { return client->Get("/", {{"Accept", "text/html"}})->body; };
  EXPECT_THAT(page(), AllOf(HasSubstr("Sign in to X (Twitter)<"), HasSubstr("Sign in to GitHub<")));
  ASSERT_EQ(client->Post("/core/x/install", R"({"srcdir":"locker:twitter"})", "application/json")->status,
            200);
  EXPECT_THAT(page(), AllOf(Not(HasSubstr("Sign in to X (Twitter)<")), HasSubstr("Sign in to GitHub<")));
}

TEST_F(ConnectorsInstall, says_what_is_wrong_with_a_folder_and_changes_nothing) {
  struct Case {
    const char *manifest, *said;
  };
  for (const auto& [manifest, said] : {
           Case{"{", "no readable JSON object"},
           Case{"[]", "no readable JSON object"},
           Case{R"({"run":"sh x"})", "\"title\" is missing"},
           Case{R"({"title":"Own"})", "\"run\" is missing"},
           Case{R"({"title":"Own","run":"no-such-program x"})", "no-such-program"},
           Case{R"({"title":"Own","run":"./run.sh"})", "chmod +x"},
           Case{R"({"title":"Own","run":"sh x","provides":"note"})", "\"provides\""},
           Case{R"({"title":"Own","run":"sh x","schedule":{"/a":"daily"}})", "\"schedule\""},
           Case{R"({"title":"Own","run":"sh x","schedule":{"/a":99999999}})", "a year"},
           Case{R"({"title":"Own","run":"sh x","schedule":{"/../core/x/pause":60}})", "/../core/x/pause"},
           Case{R"({"title":"Own","run":"sh x","schedule":{"/%2e%2e/x":60}})", "no path"},
           Case{R"({"title":"Own","run":"sh x","schedule":{"/a\r\nX: y":60}})", "/a\\r\\nX: y"},
           Case{R"({"title":"Own","run":"sh x","schedule":{"/a b":60}})", "/a b"},
           Case{R"({"title":"Own","run":"sh x","schedule":{"":60}})", "no path"},
           Case{R"({"title":"Own","run":"sh x","schedule":{"http://127.0.0.1:1/a":60}})",
                "http://127.0.0.1:1/a"},
       }) {
    const Outcome outcome = locker({"connectors", "install", folder_with(manifest).string()});
    EXPECT_EQ(outcome.code, 2) << manifest;
    EXPECT_THAT(outcome.err, HasSubstr(said)) << manifest;
  }
  const std::string good = R"({"title":"Own","run":"sh x"})";
  for (const auto& words : {Words{"connectors", "install", (folder.path() / "nowhere").string()},
                            Words{"connectors", "install", folder_with(good, "own.txt").string()}})
    EXPECT_EQ(locker(words).code, 2);
  EXPECT_FALSE(std::filesystem::exists(home)) << "nothing was made";
  const auto place = folder_with(good);
  for (const char* id : {"twitter", "Has-Capitals", "-x"})
    EXPECT_EQ(locker({"connectors", "install", place.string(), "--id=" + std::string(id)}).code, 2) << id;
  ASSERT_EQ(locker({"connectors", "install", place.string(), "--id", "taken"}).code, 0);
  const Outcome other = install({"--id", "taken", "--link"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("--id"));
}

TEST_F(ConnectorsInstall, refuses_a_folder_that_cannot_be_copied_before_anything_is_written) {
  const auto place = folder_with(R"({"title":"Own","run":"sh x"})");
  std::filesystem::create_directories(place / "data");
  const auto pipe = place / "data" / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), S_IRUSR | S_IWUSR), 0);
  const Outcome refused = locker({"connectors", "install", place.string()});
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_THAT(refused.err, AllOf(HasSubstr("data/pipe"), HasSubstr("--link")));
  EXPECT_FALSE(std::filesystem::exists(home)) << "nothing was made";
  EXPECT_EQ(locker({"connectors", "install", "--link", place.string()}).code, 0) << "nothing need be copied";
  std::filesystem::remove(pipe);
  const Outcome around = locker({"connectors", "install", "--id=around", place.string()},
                                {{"LOCKER_HOME", (place / "home").string()}});
  EXPECT_EQ(around.code, 2) << around.err;
  EXPECT_THAT(around.err, HasSubstr("holds the locker"));
  EXPECT_FALSE(std::filesystem::exists(place / "home"));
}

TEST_F(ConnectorsInstall, refuses_names_that_are_taken_and_says_which_these_are) {
  start();
  const auto place = folder_with(R"({"title":"Own","run":"sh x"})", "diary.connector");
  for (const Words& words : {Words{"connectors", "install", place.string()},
                             Words{"connectors", "install", example().string(), "--id=diary"},
                             Words{"connectors", "install", example().string(), "--id=twitter"}}) {
    const Outcome refused = locker(words);
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_THAT(refused.err, AllOf(HasSubstr("diary, "), HasSubstr("twitter"), HasSubstr("github")));
  }
  EXPECT_FALSE(std::filesystem::exists(home)) << "nothing was made";
  std::filesystem::create_directories(home / "Me" / "diary" / "2026");
  const Outcome account = sign_in(json::object(), {"--account", "diary"});
  EXPECT_EQ(account.code, 2) << account.err;
  EXPECT_THAT(account.err, AllOf(HasSubstr("\"diary\""), HasSubstr("--account")));
}

TEST_F(ConnectorsInstall, renews_what_is_installed_from_its_own_copy) {
  ASSERT_EQ(install().code, 0);
  const Outcome again = locker({"connectors", "install", (home / "Connectors" / "journal").string()});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(text_of(home / "Connectors" / "journal" / "journal.py"), text_of(example() / "journal.py"));
  Words left;
  for (const auto& entry : std::filesystem::directory_iterator(home / "Connectors"))
    left.push_back(entry.path().filename());
  EXPECT_EQ(left, Words{"journal"});
}

}  // namespace
}  // namespace locker::test
