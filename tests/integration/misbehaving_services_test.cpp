#include <gmock/gmock.h>

#include "tests/integration/misbehaving_services_fixture.hpp"
#include "tests/integration/raw_client.hpp"

/// Core with services that violate their contract (tests/fixtures/services/misbehaving/misbehaving.py).
namespace locker::test {
namespace {

using ::testing::EndsWith;

struct BadStart {
  std::string start;
  int status;
  std::string kind, noted;
};
void PrintTo(const BadStart& given, std::ostream* out) { *out << given.start; }

class StartsBadly : public MisbehavingServices, public testing::WithParamInterface<BadStart> {};

TEST_P(StartsBadly, is_told_to_who_asked_in_bounded_time) {
  const auto& [start, status, kind, noted] = GetParam();
  keep({start, "calm"});
  serve({"--start-timeout", status == 504 ? "2s" : "60s"});
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  auto answer = std::async(std::launch::async, [&] { return another().Get("/Me/" + start + "/fine"); });
  expect_calm_while(answer);
  const auto told = answer.get();
  ASSERT_TRUE(told) << httplib::to_string(told.error());
  EXPECT_EQ(told->status, status) << told->body;
  const json body = json::parse(told->body);
  EXPECT_EQ(body["error"]["kind"], kind);
  EXPECT_EQ(body["error"]["service"], start);
  EXPECT_FALSE(body["error"]["message"].get<std::string>().empty());
  expect_in_diary(start, noted);
  end_with(SIGKILL);
}

INSTANTIATE_TEST_SUITE_P(MisbehavingServices, StartsBadly,
                         testing::Values(BadStart{"never-ready", 504, "no-handshake", "in time"},
                                         BadStart{"deaf", 504, "no-handshake", "in time"},
                                         BadStart{"half", 504, "no-handshake", "in time"},
                                         BadStart{"garbage", 502, "bad-handshake", "JSON"},
                                         BadStart{"broken-json", 502, "bad-handshake", "JSON"},
                                         BadStart{"array", 502, "bad-handshake", "JSON"},
                                         BadStart{"impossible-port", 502, "bad-handshake", "port"},
                                         BadStart{"cores-port", 502, "bad-handshake", "core's own"},
                                         BadStart{"flood-before", 502, "bad-handshake", "JSON"},
                                         BadStart{"blank-flood", 502, "bad-handshake", "JSON"},
                                         BadStart{"open-flood", 502, "bad-handshake", "64 KB"},
                                         BadStart{"exits-at-once", 502, "exited", "code 3"},
                                         BadStart{"exits-after-info", 502, "exited", "code 4"},
                                         BadStart{"never-listens", 502, "refused", "does not listen"},
                                         BadStart{"other-port", 502, "refused", "does not listen"}),
                         [](const auto& given) {
                           std::string name = given.param.start;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

struct OddStart {
  std::string start;
  int signal;
};
void PrintTo(const OddStart& given, std::ostream* out) { *out << given.start; }

class StartsOddly : public MisbehavingServices, public testing::WithParamInterface<OddStart> {};

TEST_P(StartsOddly, answers_and_leaves_nothing_behind) {
  const auto& [start, signal] = GetParam();
  keep({start, "calm"});
  serve({"--start-timeout", "30s"});
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  auto answer = std::async(std::launch::async, [&] { return another().Get("/Me/" + start + "/fine"); });
  expect_calm_while(answer);
  const auto told = answer.get();
  ASSERT_TRUE(told) << httplib::to_string(told.error());
  EXPECT_EQ(told->body, "fine");
  EXPECT_EQ(client->Get("/Me/" + start + "/fine")->body, "fine");
  end_with(signal);
}

INSTANTIATE_TEST_SUITE_P(MisbehavingServices, StartsOddly,
                         testing::Values(OddStart{"closes-stdin", SIGTERM}, OddStart{"late", SIGINT},
                                         OddStart{"only-six", SIGKILL}, OddStart{"flood-errors", SIGTERM},
                                         OddStart{"flood-after", SIGINT},
                                         OddStart{"flood-without-lines", SIGKILL},
                                         OddStart{"ignores-signals", SIGTERM}, OddStart{"children", SIGTERM}),
                         [](const auto& given) {
                           std::string name = given.param.start;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST_F(MisbehavingServices, ends_with_core_whatever_kills_it) {
  for (const int signal : {SIGINT, SIGKILL}) {
    keep({"children", "ignores-signals"});
    serve();
    EXPECT_EQ(client->Get("/Me/children/fine")->body, "fine");
    EXPECT_EQ(client->Get("/Me/ignores-signals/fine")->body, "fine");
    EXPECT_GE(processes_of(home).size(), 7u) << "core, its guardian, two services and what one left behind";
    end_with(signal);
  }
}

TEST_F(MisbehavingServices, asks_each_to_end_as_in_2011_and_once_more_a_second_later) {
  const auto signals = [&](const std::string& id) { return text_of(home / "Me" / id / "signals"); };
  keep({"notes-signals", "saves-on-interrupt"});
  serve();
  EXPECT_EQ(client->Get("/Me/notes-signals/fine")->body, "fine");
  EXPECT_EQ(client->Get("/Me/saves-on-interrupt/fine")->body, "fine");
  end_with(SIGTERM);
  EXPECT_EQ(signals("notes-signals"), "INT\nTERM\n") << "with core";
  EXPECT_EQ(signals("saves-on-interrupt"), "INT\n");
  serve({"--idle-timeout", "1s"});
  EXPECT_EQ(client->Get("/Me/notes-signals/fine")->body, "fine");
  EXPECT_EQ(client->Get("/Me/saves-on-interrupt/fine")->body, "fine");
  EXPECT_TRUE(eventually([&] { return signals("notes-signals") == "INT\nTERM\nINT\nTERM\n"; }))
      << "idle: " << signals("notes-signals");
  EXPECT_TRUE(eventually([&] { return signals("saves-on-interrupt") == "INT\nINT\n"; }));
}

TEST_F(MisbehavingServices, is_asked_again_in_a_fresh_process_by_an_idempotent_request_up_to_three_times) {
  keep({"calm"});
  serve();
  const auto lives = [&] {
    std::ifstream file(home / "Me" / "calm" / "lives");
    return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
  };
  EXPECT_EQ(client->Get("/Me/calm/exits-twice")->body, "fine") << "it was just started, and died under it";
  EXPECT_EQ(lives(), 3);
  std::filesystem::remove(home / "Me" / "calm" / "lives");
  EXPECT_EQ(client->Get("/Me/calm/exits-twice")->body, "fine") << "it ran already";
  EXPECT_EQ(lives(), 3);
  EXPECT_EQ(client->Get("/Me/calm/exits")->status, 502);
  EXPECT_EQ(lives(), 6);
  EXPECT_EQ(client->Post("/Me/calm/exits")->status, 502);
  EXPECT_EQ(lives(), 7);
}

TEST_F(MisbehavingServices, survives_the_death_of_the_guardian) {
  keep({"children", "calm"});
  serve();
  EXPECT_EQ(client->Get("/Me/children/fine")->body, "fine");
  EXPECT_EQ(client->Get("/Me/calm/fine")->body, "fine");
  const auto before = processes_of(home);
  for (const pid_t pid : before)
    if (name_of(pid) == "locker-guardian") kill(pid, SIGKILL);
  EXPECT_TRUE(eventually([&] {
    const auto now = processes_of(home);
    return std::ranges::none_of(
        before, [&](pid_t pid) { return pid != process->id() && std::ranges::find(now, pid) != now.end(); });
  })) << "what it watched over is gone with it";
  EXPECT_EQ(client->Get("/Me/calm/fine")->body, "fine") << "and is started anew";
  EXPECT_EQ(client->Get("/Me/children/fine")->body, "fine");
  end_with(SIGKILL);
}

TEST_F(MisbehavingServices, tells_all_who_were_held_by_a_service_that_never_listens) {
  keep({"never-listens"});
  serve();
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 8; ++i)
    answers.push_back(std::async(std::launch::async, [&] {
      auto one = another();
      one.set_read_timeout(10);  // less than the sum of several timeouts
      const auto answer = one.Get("/Me/never-listens/fine");
      return answer ? answer->status : 0;
    }));
  for (auto& answer : answers) EXPECT_EQ(answer.get(), 502);
}

TEST_F(MisbehavingServices, says_of_a_service_that_it_cannot_be_started) {
  keep({"calm"});
  const auto put = [&](const std::string& id, const json& me) {
    std::filesystem::create_directories(home / "Me" / id);
    std::ofstream(home / "Me" / id / "me.json") << me;
  };
  put("no-run", {{"id", "no-run"}, {"srcdir", "Misbehaving"}});
  put("blank-run", {{"id", "blank-run"}, {"srcdir", "Misbehaving"}, {"run", "  "}});
  put("no-program", {{"id", "no-program"}, {"srcdir", "Misbehaving"}, {"run", "/no/such/program"}});
  put("no-folder", {{"id", "no-folder"}, {"srcdir", "Nowhere"}, {"run", "python3 misbehaving.py calm"}});
  put("odd",
      {{"id", "odd"}, {"title", 7}, {"srcdir", json::array()}, {"run", {{"x", 1}}}, {"provides", "x"}});
  serve();
  for (const auto& [id, kind] :
       {std::pair("no-run", "no-run-command"), std::pair("blank-run", "no-run-command"),
        std::pair("no-program", "cannot-start"), std::pair("no-folder", "cannot-start"),
        std::pair("odd", "no-run-command")}) {
    const auto answer = client->Get(std::string("/Me/") + id + "/");
    ASSERT_TRUE(answer) << id;
    EXPECT_EQ(answer->status, 502) << id;
    EXPECT_EQ(json::parse(answer->body)["error"]["kind"], kind) << id;
  }
  for (const char* path : {"/map", "/status", "/", "/providers?types=x"})
    EXPECT_EQ(client->Get(path)->status, 200) << path;
}

TEST_F(MisbehavingServices, stops_a_service_that_is_idle_and_starts_it_again) {
  keep({"calm"});
  serve({"--idle-timeout", "1s"});
  EXPECT_EQ(client->Get("/Me/calm/fine")->body, "fine");
  const auto runs = [&] {
    return json::parse(client->Get("/map")->body)["installed"]["calm"].contains("pid");
  };
  EXPECT_TRUE(runs());
  EXPECT_TRUE(eventually([&] { return !runs(); }));
  EXPECT_EQ(client->Get("/Me/calm/fine")->body, "fine");
}

/// A response as the client sees it: its status and body, or that it was broken off.
struct OddAnswer {
  std::string path;
  std::string seen;
  std::string method = "GET";
};
void PrintTo(const OddAnswer& given, std::ostream* out) { *out << given.method << " " << given.path; }

class AnswersOddly : public MisbehavingServices, public testing::WithParamInterface<OddAnswer> {
 protected:
  std::string seen() const {
    auto one = another();
    httplib::Request request;
    request.method = GetParam().method;
    request.path = "/Me/misbehaving" + GetParam().path;
    const auto answer = one.send(request);
    if (!answer) return "broken";
    if (answer->status >= 500 && request.method != "HEAD")
      return std::to_string(answer->status) + " " + json::parse(answer->body)["error"].value("kind", "");
    return std::to_string(answer->status) + " " + answer->body;
  }
};

TEST_P(AnswersOddly, reaches_the_client_as_what_it_is) {
  keep({"misbehaving", "calm"});
  const bool is_waited_for = GetParam().seen == "broken" || GetParam().seen.starts_with("504");
  serve({"--answer-timeout", is_waited_for ? "2s" : "60s"});
  ASSERT_EQ(client->Get("/Me/calm/fine")->body, "fine");
  ASSERT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
  auto answer = std::async(std::launch::async, [&] { return seen(); });
  expect_calm_while(answer);
  EXPECT_EQ(answer.get(), GetParam().seen);
  for (int again = 0; again < 3; ++again)
    EXPECT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine") << "what was left over is nobody's answer";
}

INSTANTIATE_TEST_SUITE_P(
    MisbehavingServices, AnswersOddly,
    testing::Values(
        OddAnswer{"/drip", "200 dripdripdripdripdrip"}, OddAnswer{"/silent", "504 no-answer"},
        OddAnswer{"/silent", "504 no-answer", "POST"}, OddAnswer{"/drip-head", "504 no-answer"},
        OddAnswer{"/stalls", "broken"}, OddAnswer{"/length-too-long", "broken"},
        OddAnswer{"/length-too-short", "200 fine"}, OddAnswer{"/broken-chunk", "broken"},
        OddAnswer{"/broken-first-chunk", "502 unreadable"},
        OddAnswer{"/broken-first-chunk", "502 unreadable", "POST"}, OddAnswer{"/cut-chunks", "broken"},
        OddAnswer{"/headers-64-mb", "502 unreadable"}, OddAnswer{"/head-300-kb", "502 unreadable"},
        OddAnswer{"/not-http", "502 unreadable"}, OddAnswer{"/line-only", "502 unreadable"},
        OddAnswer{"/two-lengths", "502 unreadable"}, OddAnswer{"/two-lengths", "502 ", "HEAD"},
        OddAnswer{"/length-and-chunks", "502 ", "HEAD"}, OddAnswer{"/negative-length", "502 unreadable"},
        OddAnswer{"/negative-length", "502 ", "HEAD"}, OddAnswer{"/length-and-chunks", "502 unreadable"},
        OddAnswer{"/gzip-coding", "502 unreadable"}, OddAnswer{"/interim", "200 fine"},
        OddAnswer{"/endless-interim", "502 unreadable"}, OddAnswer{"/switch", "502 unreadable"},
        OddAnswer{"/204", "204 "}, OddAnswer{"/head-with-body", "200 ", "HEAD"},
        OddAnswer{"/then-closes", "200 fine"}, OddAnswer{"/says-close", "200 fine"},
        OddAnswer{"/until-close", "200 fine"}, OddAnswer{"/exits", "502 died"},
        OddAnswer{"/exits", "502 died", "POST"}, OddAnswer{"/exits-in-length", "broken"},
        OddAnswer{"/exits-in-chunks", "broken"}, OddAnswer{"/exits-before-end", "broken"}),
    [](const auto& given) {
      std::string name = given.param.path.substr(1) + "_" + given.param.method;
      std::ranges::replace(name, '-', '_');
      return name;
    });

TEST_F(MisbehavingServices, takes_no_body_for_one_where_none_can_be) {
  keep({"misbehaving"});
  serve();
  for (const char* path : {"/Me/misbehaving/304", "/Me/misbehaving/204"}) {
    const RawClient raw(port);
    raw.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
             "\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n\r\n");
    const std::string answer = raw.read();
    EXPECT_EQ(status_of(answer), std::stoi(std::string(path).substr(sizeof "/Me/misbehaving/" - 1)));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
    EXPECT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
  }
}

TEST_F(MisbehavingServices, streams_what_has_no_end_and_what_is_huge_in_little_memory) {
  keep({"misbehaving", "calm"});
  serve();
  ASSERT_EQ(client->Get("/Me/calm/fine")->body, "fine");
  for (const char* path :
       {"/Me/misbehaving/endless", "/Me/misbehaving/endless-chunks", "/Me/misbehaving/three-gb"}) {
    constexpr std::size_t kEnough = 30'000'000;
    std::size_t read = 0;
    (void)another().Get(path, [&](const char*, std::size_t size) { return (read += size) < kEnough; });
    EXPECT_GE(read, kEnough) << path;
  }
  EXPECT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
  EXPECT_LT(peak_memory(), 60'000);
}

TEST_F(MisbehavingServices, passes_an_answer_on_that_came_before_the_body_was_read) {
  keep({"misbehaving"});
  serve();
  const auto answer =
      client->Post("/Me/misbehaving/refuses-body", std::string(20'000'000, 'x'), "text/plain");
  ASSERT_TRUE(answer) << httplib::to_string(answer.error());
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(answer->body, "too much");
  EXPECT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
}

TEST_F(MisbehavingServices, passes_very_many_headers_on_as_quickly_as_few) {
  keep({"calm"});
  serve();
  const auto ask = [&](const std::string& path, const std::string& headers) {
    const RawClient raw(port);
    raw.send("GET /Me/calm" + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
             "\r\nAuthorization: Bearer " + token + "\r\n" + headers + "\r\n");
    return raw.read(path == "/fine" ? "\r\n\r\nfine" : "\r\n\r\nmany");
  };
  std::string all = "Connection: close, x\r\n";
  for (int i = 0; i < 15'000; ++i) all += "A:\r\n";
  EXPECT_EQ(status_of(ask("/fine", all)), 200);
  const std::string many = ask("/many-headers", {});
  EXPECT_EQ(status_of(many), 200);
  EXPECT_GT(many.size(), 60'000u * 4);
}

TEST_F(MisbehavingServices, keeps_a_storm_of_output_out_of_the_diary) {
  keep({"flood-after"});
  serve();
  EXPECT_EQ(client->Get("/Me/flood-after/fine")->body, "fine");
  EXPECT_TRUE(eventually(
      [&] { return client->Get("/diary")->body.find("more lines than are kept") != std::string::npos; }));
  EXPECT_LT(client->Get("/diary")->body.size(), 1'000'000u);
}

}  // namespace
}  // namespace locker::test
