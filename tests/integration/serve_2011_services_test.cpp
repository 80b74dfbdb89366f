#include <gmock/gmock.h>

#include "tests/integration/locker_2011_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

Words sources_of(const json& map) {
  Words sources;
  for (const auto& one : map["available"]) sources.push_back(one["srcdir"]);
  return sources;
}

TEST_F(Locker2011, offers_what_lies_in_the_scanned_folders_as_they_were_walked) {
  std::filesystem::create_directories(folder.path() / "elsewhere");
  std::filesystem::copy(home / "Apps" / "HelloWorld", folder.path() / "elsewhere" / "Linked");
  std::filesystem::create_symlink(folder.path() / "elsewhere" / "Linked", home / "Apps" / "Linked");
  std::filesystem::create_symlink(home / "Apps", home / "Apps" / "Loop");
  std::filesystem::create_symlink(home / "nowhere", home / "Apps" / "Broken");
  std::ofstream(home / "Connectors" / "half.connector") << R"({"title": "half)";
  std::ofstream(home / "Connectors" / "list.app") << "[]";
  serve_it();
  const auto answer = client->Get("/map");
  EXPECT_EQ(answer->get_header_value("Content-Type"), "text/javascript");
  EXPECT_EQ(answer->get_header_value("Access-Control-Allow-Origin"), "*");
  const json map = json::parse(answer->body);
  EXPECT_THAT(sources_of(map), IsSupersetOf({"Apps/HelloWorld", "Apps/Linked", "Collections/Contacts",
                                             "Connectors/Chatty", "Connectors/Echo"}));
  EXPECT_THAT(sources_of(map), Not(Contains(HasSubstr("Loop"))));
  EXPECT_THAT(sources_of(map), Not(Contains(StartsWith("locker:")))) << "what is compiled in was not walked";
  for (const auto& one : map["available"]) {
    EXPECT_FALSE(one.contains("id")) << "what is offered is not installed: " << one;
    if (one["srcdir"] == "Collections/Contacts") {
      EXPECT_EQ(one["is"], "collection");
    }
  }
  const std::string log = client->Get("/diary?log=1")->body;
  for (const char* what : {"Apps/Broken", "Connectors/half.connector", "Connectors/list.app"})
    EXPECT_THAT(log, HasSubstr(what)) << "passed over, and said";
}

TEST_F(Locker2011, offers_the_compiled_in_connectors_where_no_folder_is_scanned) {
  std::ofstream(home / "config.json") << R"({"lockerHost":"localhost"})";
  serve_it();
  EXPECT_THAT(sources_of(told("/map")), IsSupersetOf({"locker:github", "locker:twitter"}));
  EXPECT_THAT(sources_of(told("/map")), Each(StartsWith("locker:")));
}

TEST_F(Locker2011, knows_an_installed_service_by_the_id_in_its_me_json) {
  serve_it();
  const json installed = told("/map")["installed"];
  ASSERT_TRUE(installed.contains("EchoBox"));
  EXPECT_FALSE(installed.contains("a-folder"));
  for (const char* stale : {"port", "pid", "uriLocal", "starting", "startingPid"})
    EXPECT_FALSE(installed["EchoBox"].contains(stale)) << stale << " of an earlier life";
  const json me = told("/Me/EchoBox/");
  EXPECT_EQ(me["me"]["id"], "EchoBox");
  EXPECT_EQ(me["cwd"], std::filesystem::canonical(home / "Me" / "a-folder").string());
  EXPECT_EQ(get("/Me/a-folder/"), "404 so sad, couldn't find a-folder");
  const json live = told("/map")["installed"]["EchoBox"];
  EXPECT_EQ(live["pid"], me["pid"]);
  EXPECT_EQ(live["uriLocal"], "http://localhost:" + std::to_string(live["port"].get<int>()) + "/");
}

TEST_F(Locker2011, starts_a_service_as_core_did) {
  serve_it();
  const json seen = told("/Me/EchoBox/anything?a=1&b=%20");
  EXPECT_EQ(seen["url"], "/anything?a=1&b=%20");
  EXPECT_EQ(seen["argv"], json({"first", "second=2"})) << "run is split at spaces";
  EXPECT_EQ(seen["started"], std::filesystem::canonical(home / "Connectors" / "Echo").string());
  EXPECT_EQ(seen["env"]["TZ"], "UTC") << "the environment is passed on";
  EXPECT_EQ(seen["env"]["HOME"], folder.path().string());
  const json info = seen["info"];
  EXPECT_EQ(info["workingDirectory"], std::filesystem::absolute(home / "Me" / "a-folder").string());
  EXPECT_GT(info["port"].get<int>(), 0);
  EXPECT_THAT(info["lockerUrl"].get<std::string>(), HasSubstr("localhost:" + std::to_string(port)));
  EXPECT_EQ(told("/Me/EchoBox")["url"], "/") << "the id alone is its root";
  EXPECT_EQ(told("/Me/EchoBox/")["pid"], seen["pid"]) << "its input is still open, so it still runs";
  EXPECT_EQ(told("/Me/EchoBox/")["handshakes"], 1);
}

TEST_F(Locker2011, suggests_ports_that_are_free) {
  serve_it();
  const std::string second = install("Connectors/Echo");
  const int one = told("/Me/EchoBox/")["info"]["port"], other = told("/Me/" + second + "/")["info"]["port"];
  EXPECT_NE(one, other);
  EXPECT_LE(std::max(one, other), 65'535);
}

TEST_F(Locker2011, waits_a_moment_for_a_service_that_announces_before_it_listens) {
  serve_it();
  EXPECT_EQ(get("/Me/" + install("Apps/HelloWorld") + "/"), "200 Hello, World!");
}

TEST_F(Locker2011, takes_a_handshake_in_pieces_that_ends_in_the_midst_of_a_log) {
  serve_it();
  const std::string id = install("Connectors/Chatty");
  EXPECT_EQ(get("/Me/" + id + "/"), "200 well");
  EXPECT_TRUE(eventually([&] {
    const std::string log = client->Get("/diary?log=1")->body;
    return log.find("started up") != std::string::npos && log.find("second") != std::string::npos;
  })) << "what follows is log";
}

TEST_F(Locker2011, passes_requests_and_answers_through_unchanged) {
  serve_it();
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    const auto answer = ask(method, "/Me/EchoBox/a%2Fb//c?d=%20e", "body of it", "text/x-own");
    ASSERT_EQ(answer->status, 200) << method << answer->body;
    const json seen = json::parse(answer->body);
    EXPECT_EQ(seen["method"], method);
    EXPECT_EQ(seen["url"], "/a%2Fb//c?d=%20e");
    EXPECT_EQ(seen["body"], "body of it");
    EXPECT_EQ(seen["headers"]["content-type"], "text/x-own");
    EXPECT_EQ(answer->get_header_value("X-Echo"), "yes");
    EXPECT_EQ(answer->get_header_value_count("Set-Cookie"), 2u);
  }
  const auto chunked = client->Post(
      "/Me/EchoBox/chunked",
      [](std::size_t, httplib::DataSink& sink) {
        for (int i = 0; i < 1'000; ++i) sink.write("0123456789", 10);
        sink.done();
        return true;
      },
      "text/plain");
  ASSERT_EQ(chunked->status, 200) << chunked->body;
  EXPECT_EQ(json::parse(chunked->body)["body"].get<std::string>().size(), 10'000u);
  EXPECT_EQ(json::parse(chunked->body)["headers"]["transfer-encoding"], "chunked");
}

TEST_F(Locker2011, answers_a_service_that_asks_through_its_locker_url) {
  serve_it();
  EXPECT_EQ(asked("EchoBox", "diary", {{"message", "dear diary"}, {"level", "2"}})["body"], "{}");
  json entry;
  for (const auto& line : lines_of(client->Get("/diary")->body))
    if (const json one = json::parse(line);
        one["service"] == "EchoBox" && one.value("message", "") == "dear diary")
      entry = one;
  EXPECT_EQ(entry["level"], "2") << "as the service sent it";
  EXPECT_EQ(asked("EchoBox", "listen", {{"type", "echo/echo"}, {"cb", "/heard"}})["body"], "OKTHXBI");
  EXPECT_EQ(asked("EchoBox", "event", {{"type", "echo/echo"}, {"obj", R"({"id":1,"text":"hi"})"}})["body"],
            "OKTHXBI");
  json heard;
  EXPECT_TRUE(eventually([&] { return !(heard = told("/Me/EchoBox/heard")).empty(); }));
  EXPECT_EQ(heard[0]["body"], R"({"id":1,"text":"hi"})") << "the bare object";
  EXPECT_EQ(heard[0]["headers"]["content-type"], "application/json");
  EXPECT_EQ(asked("EchoBox", "at", {{"cb", "tick"}, {"delay", "0"}})["body"], "true");
  EXPECT_TRUE(eventually([&] { return told("/Me/EchoBox/ticks") == 1; }));
  EXPECT_EQ(asked("EchoBox", "providers", {{"types", "echo/echo"}})["status"], 200);
  EXPECT_EQ(asked("EchoBox", "map")["headers"]["access-control-allow-origin"], "*");
  EXPECT_EQ(asked("EchoBox", "deafen", {{"type", "echo/echo"}, {"cb", "/heard"}})["body"], "OKTHXBI");
}

TEST_F(Locker2011, has_in_the_diary_what_services_wrote_and_in_the_log_what_they_said_and_did) {
  std::ofstream(home / "config.json")
      << R"({"lockerHost":"localhost","scannedDirs":["Apps","Connectors","Gone"]})";
  serve_it();
  const std::string chatty = install("Connectors/Chatty");
  EXPECT_EQ(get("/Me/" + chatty + "/"), "200 well");
  EXPECT_EQ(get("/diary"), "200 []");
  EXPECT_EQ(asked("EchoBox", "diary", {{"message", "Test message"}, {"level", "2"}})["body"], "{}");
  const json only = told("/diary");
  EXPECT_EQ(only["message"], "Test message") << "a client of 2011 reads it as one document";
  EXPECT_EQ(only["level"], "2");
  EXPECT_TRUE(eventually([&] {
    const std::string log = client->Get("/diary?log=1")->body;
    return log.find("runs at port") != std::string::npos && log.find("second") != std::string::npos;
  }));
  EXPECT_THAT(get("/diary?log=1"), AllOf(HasSubstr("Gone cannot be read"), Not(HasSubstr("Test message"))));
}

TEST_F(Locker2011, tells_a_sleeping_service_in_another_language_what_one_publishes) {
  serve_it();
  const std::string contacts = install("Collections/Contacts");
  EXPECT_EQ(get("/Me/" + contacts + "/begin"), "200 OKTHXBI");
  const json person{{"id", "5"}, {"name", "Ada"}};
  EXPECT_EQ(asked("EchoBox", "event", {{"type", "contact/echo"}, {"obj", person.dump()}})["status"], 200);
  EXPECT_TRUE(
      eventually([&] { return get("/Me/" + contacts + "/people").find("Ada") != std::string::npos; }));
}

TEST_F(Locker2011, lists_providers_by_folder_and_then_as_they_were_installed) {
  std::filesystem::create_directories(home / "Me" / "Z-last");
  std::filesystem::create_directories(home / "Me" / "0-first");
  std::ofstream(home / "Me" / "Z-last" / "me.json")
      << R"({"id":"aa","provides":["echo/echo"],"srcdir":"Connectors/Echo"})";
  std::ofstream(home / "Me" / "0-first" / "me.json")
      << R"({"id":"zz","provides":["echo/other"],"srcdir":"Connectors/Echo"})";
  std::ofstream(home / "Me" / "0-first" / "bad.json") << "{";
  serve_it();
  const std::string later = install("Connectors/Echo");
  const auto ids = [&](const std::string& types) {
    Words found;
    for (const auto& one : told("/providers?types=" + types)) found.push_back(one["id"]);
    return found;
  };
  EXPECT_THAT(ids("echo"), ElementsAre("zz", "aa", "EchoBox", later)) << "a first half matches by itself";
  EXPECT_THAT(ids("echo/echo"), ElementsAre("aa", "EchoBox", later)) << "a whole type matches whole";
  EXPECT_THAT(ids("none/such,echo/other"), ElementsAre("zz")) << "any of the list";
  EXPECT_THAT(ids("status/ech"), ElementsAre()) << "no part of a word";
}

}  // namespace
}  // namespace locker::test
