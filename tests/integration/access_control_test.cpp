#include <gmock/gmock.h>

#include <regex>

#include "tests/integration/misbehaving_services_fixture.hpp"
#include "tests/integration/raw_client.hpp"

/// Who may access core, and how (forms, "Token" and "Limits").
namespace locker::test {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// One route of each kind.
const Words kRoutes{"/",
                    "/map",
                    "/providers?types=x",
                    "/diary",
                    "/query",
                    "/history",
                    "/status",
                    "/connectors",
                    "/events",
                    "/openapi.json",
                    "/core/calm/at?at=99999999999&cb=x",
                    "/core/calm/diary?message=hello",
                    "/core/calm/listen?type=x&cb=x",
                    "/core/calm/deafen?type=x&cb=x",
                    "/Me/calm/fine",
                    "/Me/twitter/",
                    "/Me/nobody/",
                    "/no/such"};

class AccessControl : public MisbehavingServices {
 protected:
  void SetUp() override {
    keep({"calm", "other"});
    serve();
  }

  std::string host() const { return "127.0.0.1:" + std::to_string(port); }
  std::string bearer() const { return "Authorization: Bearer " + token + "\r\n"; }
  /// A request with an unusual request line and additional headers.
  std::string request(const std::string& line, const std::string& headers = {}) const {
    return line + " HTTP/1.1\r\nHost: " + host() + "\r\n" + bearer() + "Connection: close\r\n" + headers +
           "\r\n";
  }
  std::string answer_to(const std::string& bytes) const {
    const RawClient raw(port);
    raw.send(bytes);
    return raw.read();
  }
  int status_with(const std::string& method, const std::string& path, const httplib::Headers& headers) const {
    auto one = another();
    httplib::Request asked;
    asked.method = method;
    asked.path = path;
    asked.headers = headers;
    const auto answer = one.send(asked);
    return answer ? answer->status : 0;
  }
  bool runs(const std::string& id) const {
    return json::parse(another().Get("/map")->body)["installed"][id].contains("pid");
  }
  /// Returns `/cap/…` of a running service.
  std::string capability_of(const std::string& id) const {
    const std::string url = another().Get("/Me/" + id + "/locker-url")->body;
    return url.substr(url.find("/cap/"));
  }
};

TEST_F(AccessControl, lets_nobody_in_without_the_token_and_starts_nothing_for_them) {
  loopback::Client stranger("127.0.0.1", port);
  for (const auto& path : kRoutes) {
    EXPECT_EQ(stranger.Get(path)->status, 401) << path;
    EXPECT_EQ(stranger.Post(path, "", "text/plain")->status, 401) << path;
    for (const char* wrong : {"Bearer x", "Bearer ", "Basic eDp5", ""})
      EXPECT_EQ(stranger.Get(path, {{"Authorization", wrong}})->status, 401) << path << wrong;
    EXPECT_EQ(stranger.Get(path, {{"Cookie", "locker_" + std::to_string(port) + "=" + token}})->status, 401)
        << "the cookie is not the token";
  }
  EXPECT_FALSE(runs("calm"));
  EXPECT_FALSE(std::filesystem::exists(home / "Me" / "twitter"));
}

TEST_F(AccessControl, answers_under_its_own_names_alone) {
  const std::string number = std::to_string(port);
  for (const auto& path : kRoutes) {
    for (const std::string name : {"evil.example", "evil.example:80", "127.0.0.1", "localhost", "127.0.0.1:1",
                                   "127.0.0.1.evil.example", "localhost.", "[::1]", "0.0.0.0", "127.0.0.2"})
      EXPECT_EQ(status_with("GET", path, {{"Host", name}}), 421) << path << " " << name;
    EXPECT_EQ(status_with("GET", path, {{"Host", "evil.example:" + number}}), 421) << path;
  }
  for (const std::string& target :
       Words{"http://evil.example/map", "http://evil.example:" + number + "/map"}) {
    const RawClient raw(port);
    raw.send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + number + "\r\nAuthorization: Bearer " +
             token + "\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(status_of(raw.read()), 421) << target;
  }
  EXPECT_FALSE(runs("calm"));
  for (const std::string name : {"127.0.0.1:", "localhost:", "LocalHost:", "[::1]:"})
    EXPECT_EQ(status_with("GET", "/map", {{"Host", name + number}}), 200) << name;
}

TEST_F(AccessControl, refuses_what_pages_of_other_sites_ask) {
  const std::string number = std::to_string(port);
  const Words own{"http://127.0.0.1:" + number, "http://localhost:" + number};
  const Words foreign{"http://evil.example", "null",
                      "http://localhost:1",  "https://127.0.0.1:" + number,
                      "http://127.0.0.1",    "http://127.0.0.1:" + number + ".evil.example"};
  for (const auto& origin : own) {
    EXPECT_EQ(status_with("GET", "/core/calm/diary", {{"Origin", origin}}), 200) << origin;
    EXPECT_EQ(status_with("POST", "/core/calm/diary", {{"Origin", origin}}), 200) << origin;
    EXPECT_EQ(status_with("POST", "/Me/calm/fine", {{"Origin", origin}}), 200) << origin;
  }
  for (const auto& origin : foreign) {
    const httplib::Headers headers{{"Origin", origin}};
    EXPECT_EQ(status_with("GET", "/map", headers), 200) << "a plain look is no harm: the answer is not read";
    EXPECT_EQ(status_with("GET", "/Me/calm/fine", headers), 200);
    for (const char* path : {"/core/calm/diary", "/%63ore/calm/diary", "/core/nobody/at"})
      EXPECT_EQ(status_with("GET", path, headers), 403) << path << origin;
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})
      for (const char* path : {"/", "/map", "/core/calm/diary", "/Me/other/fine", "/Me/twitter/saveAuth"})
        EXPECT_EQ(status_with(method, path, headers), 403) << method << path << origin;
  }
  for (const char* path : {"/core/calm/diary", "/%63ore/calm/diary"})
    EXPECT_EQ(status_with("GET", path, {{"Sec-Fetch-Site", "cross-site"}}), 403) << path;
  EXPECT_EQ(status_with("POST", "/Me/other/fine", {{"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(status_with("GET", "/core/calm/diary", {{"Sec-Fetch-Site", "same-origin"}}), 200);
  EXPECT_FALSE(runs("other"));
}

TEST_F(AccessControl, takes_no_request_that_two_readers_would_understand_differently) {
  const std::string hidden = request("GET /core/calm/diary?message=smuggled");
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  const std::string length = "Content-Length: " + std::to_string(hidden.size()) + "\r\n";
  const std::vector<std::pair<std::string, std::string>> framings{
      {"length and chunked", length + chunked + "\r\n0\r\n\r\n"},
      {"chunked and length", chunked + length + "\r\n0\r\n\r\n"},
      {"two lengths", "Content-Length: 0\r\n" + length + "\r\n"},
      {"the same length twice", "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"},
      {"a list of lengths", "Content-Length: 0, 0\r\n\r\n"},
      {"a signed length", "Content-Length: +0\r\n\r\n"},
      {"a negative length", "Content-Length: -1\r\n\r\n"},
      {"a hexadecimal length", "Content-Length: 0x0\r\n\r\n"},
      {"an empty length", "Content-Length: \r\n\r\n"},
      {"a length beyond all numbers", "Content-Length: 99999999999999999999\r\n\r\n"},
      {"an unknown coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
      {"chunked with a prefix",
       "Transfer-Encoding: \x0b"
       "chunked\r\n\r\n0\r\n\r\n"},
      {"two codings", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
      {"the coding twice", chunked + chunked + "\r\n0\r\n\r\n"},
      {"identity", "Transfer-Encoding: identity\r\n\r\n"},
      {"a space before the colon", "Content-Length : 0\r\n\r\n"},
      {"a tab before the colon", "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"},
      {"a folded line", "X: a\r\n Content-Length: 0\r\n\r\n"},
      {"a bare line feed", "X: a\nContent-Length: 0\r\n\r\n"},
      {"a bare carriage return", "X: a\rContent-Length: 0\r\n\r\n"},
      {"a NUL", std::string("X: a\0b\r\n\r\n", 10)},
      {"a header without colon", "Nonsense\r\n\r\n"},
      {"a header without name", ": x\r\n\r\n"},
      {"a chunk without size", chunked + "\r\n\r\n"},
      {"a signed chunk size", chunked + "\r\n+0\r\n\r\n"},
      {"a chunk size with bare feed", chunked + "\r\n0\n\n"},
      {"a second host", "Host: evil.example\r\n\r\n"}};
  for (const char* path : {"/map", "/core/calm/diary", "/Me/calm/counts"}) {
    for (const auto& [what, framing] : framings) {
      std::string head = request("POST " + std::string(path));
      head.resize(head.size() - 2);  // removes the empty line
      head.erase(head.find("Connection: close\r\n"), 19);
      const std::string answer = answer_to(head + framing + hidden);
      // Core may respond to requests for its own paths before it reads the body, and then closes the
      // connection.
      const bool is_body = framing.starts_with(chunked) && framing.find(length) == std::string::npos &&
                           framing.find(chunked, 1) == std::string::npos;
      if (is_body && path == std::string("/map"))
        EXPECT_EQ(status_of(answer), 405) << what;
      else
        EXPECT_THAT(status_of(answer), AnyOf(0, 400)) << what << " to " << path << ": " << answer;
      EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "one answer to " << what << ": " << answer;
    }
  }
  EXPECT_THAT(another().Get("/diary")->body, Not(HasSubstr("smuggled")));
}

TEST_F(AccessControl, passes_line_breaks_on_as_they_are_spelled) {
  const auto answer = client->Get("/Me/calm/head?x=%0d%0aInjected:%201", {{"X-Odd", "a%0d%0aInjected: 1"}});
  ASSERT_EQ(answer->status, 200);
  EXPECT_THAT(answer->body, HasSubstr("X-Odd: a%0d%0aInjected: 1\r\n"));
  EXPECT_THAT(answer->body, StartsWith("GET /head?x=%0d%0aInjected:%201 HTTP/1.1\r\n"));
  EXPECT_THAT(answer->body, Not(HasSubstr("\nInjected")));
}

TEST_F(AccessControl, refuses_paths_that_lead_out_and_passes_odd_ones_unchanged) {
  for (const char* path : {"/..",
                           "/../map",
                           "/Me/../map",
                           "/Me/calm/..",
                           "/Me/calm/../../map",
                           "/Me/calm/%2e%2e/x",
                           "/Me/calm/%2E./x",
                           "/Me/calm/..%2fx",
                           "/Me/calm/x%2f..%2fy",
                           "/Me/calm/..%5cx",
                           "/Me/calm/%00",
                           "/Me/calm/x%00.html",
                           "/core/../map",
                           "/core/calm/..%2fdiary",
                           "/core/%2e%2e/map",
                           "/Me/%2e%2e/",
                           "/Me/..;/x/../y",
                           "/map%00",
                           "/Me/calm/%",
                           "/Me/calm/%zz",
                           "/cap/../map"})
    EXPECT_EQ(status_of(answer_to(request("GET " + std::string(path)))), 400) << path;
  for (const std::string path : {"//head", "/head//", "/he%2Fad", "/%252e%252e/x", "/.../x", "/..x/", "/x..",
                                 "/.", "/head;x=..", "/head?a=../..&b=%00", "/~a!$&'()*+,;=:@"}) {
    const std::string answer = answer_to(request("GET /Me/calm" + path));
    EXPECT_THAT(status_of(answer), AnyOf(200, 404)) << path;
  }
  EXPECT_THAT(client->Get("/Me/calm/head?a=../..&b=%00")->body, StartsWith("GET /head?a=../..&b=%00 "));
  EXPECT_EQ(client->Get("//Me/calm/fine")->status, 404);
  EXPECT_EQ(client->Get("/%4de/calm/fine")->status, 404);
  EXPECT_EQ(client->Get("/Me?calm/fine")->status, 404);
  EXPECT_EQ(client->Get("/Me/calm%2Ffine")->status, 404);
  EXPECT_EQ(client->Get("/map/")->status, 404);
}

TEST_F(AccessControl, limits_bodies_below_core_and_none_for_services) {
  constexpr std::size_t kMost = 16 * 1024 * 1024;
  const std::string large(kMost + 1, 'x'), most = large.substr(1);
  std::size_t given = 0;
  const auto in_chunks = [&](std::size_t, httplib::DataSink& sink) {
    const std::size_t size = std::min<std::size_t>(1 << 20, large.size() - given);
    sink.write(large.data(), size);
    if ((given += size) == large.size()) sink.done();
    return true;
  };
  for (const char* path :
       {"/core/calm/diary", "/core/calm/at", "/core/calm/listen", "/core/calm/event", "/core/calm/pause",
        "/core/calm/install", "/core/nobody/event", "/core/calm/unknown"}) {
    const auto answer = another().Post(path, large, "application/json");
    ASSERT_TRUE(answer) << path << httplib::to_string(answer.error());
    EXPECT_EQ(answer->status, 413) << path;
    EXPECT_EQ(json::parse(answer->body)["error"]["kind"], "bad-request");
    given = 0;
    const auto chunked = another().Post(path, in_chunks, "application/json");
    ASSERT_TRUE(chunked) << path << httplib::to_string(chunked.error());
    EXPECT_EQ(chunked->status, 413) << path;
  }
  EXPECT_EQ(client->Post("/core/calm/diary", most, "text/plain")->status, 200);
  EXPECT_EQ(client->Post("/Me/calm/counts", large + large, "text/plain")->body,
            std::to_string(2 * large.size()));
  given = 0;
  EXPECT_EQ(client->Post("/Me/calm/counts", in_chunks, "text/plain")->body, std::to_string(large.size()));
}

TEST_F(AccessControl, limits_heads_on_every_route) {
  for (const auto& path : kRoutes) {
    EXPECT_EQ(status_of(answer_to(request("GET " + path, "X: " + std::string(66'000, 'x') + "\r\n"))), 431);
    EXPECT_EQ(status_of(answer_to(request("GET " + path + (path.find('?') == std::string::npos ? "?" : "&") +
                                          std::string(66'000, 'x')))),
              431)
        << path;
  }
  std::string many;
  for (int i = 0; i < 9'000; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  EXPECT_EQ(status_of(answer_to(request("GET /map", many))), 431);
  EXPECT_EQ(status_of(answer_to(request("GET /map", "X: " + std::string(60'000, 'x') + "\r\n"))), 200);
}

TEST_F(AccessControl, passes_what_a_client_says_on_unchanged) {
  const auto seen =
      answer_to(request("GET /Me/calm/head",
                        "Range: bytes=1-2\r\nAccept-Encoding: gzip, br\r\nREMOTE_ADDR: 9.9.9.9\r\n"
                        "X-Forwarded-For: 8.8.8.8\r\nCookie: a=b; c=d\r\nIf-None-Match: \"x\"\r\n"));
  for (const char* header :
       {"Range: bytes=1-2\r\n", "Accept-Encoding: gzip, br\r\n", "REMOTE_ADDR: 9.9.9.9\r\n",
        "X-Forwarded-For: 8.8.8.8\r\n", "Cookie: a=b; c=d\r\n", "If-None-Match: \"x\"\r\n"})
    EXPECT_THAT(seen, HasSubstr(header));
  EXPECT_THAT(seen, HasSubstr("Host: " + host()));
  EXPECT_THAT(seen, Not(HasSubstr(token)));
  EXPECT_THAT(seen, Not(HasSubstr("Content-Encoding")));
  EXPECT_THAT(answer_to(request("GET /Me/calm/counts", "Content-Length: 4\r\n") + "body"),
              HasSubstr("\r\n\r\n4"));
  EXPECT_THAT(answer_to(request("DELETE /Me/calm/counts", "Transfer-Encoding: chunked\r\n") +
                        "2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n"),
              HasSubstr("\r\n\r\n4"));
}

TEST_F(AccessControl, asks_for_a_body_that_waits_to_be_asked_for) {
  const RawClient raw(port);
  raw.send(request("POST /Me/calm/counts", "Content-Length: 4\r\nExpect: 100-continue\r\n"));
  EXPECT_THAT(raw.read("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue\r\n"));
  raw.send("body");
  EXPECT_THAT(raw.read(), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("\r\n\r\n4")));
}

TEST_F(AccessControl, answers_a_client_that_has_said_all_and_closed_its_side) {
  for (const char* path : {"/map", "/Me/calm/fine", "/Me/calm/until-close"}) {
    const RawClient raw(port);
    raw.send(request("GET " + std::string(path)));
    raw.end();
    EXPECT_EQ(status_of(raw.read()), 200) << path;
  }
}

TEST_F(AccessControl, knows_no_other_methods_and_no_upgrades) {
  for (const char* method : {"TRACE", "PROPFIND", "FOO", "get"})
    EXPECT_EQ(status_of(answer_to(request(std::string(method) + " /Me/calm/fine"))), 501) << method;
  EXPECT_EQ(status_of(answer_to(request("GET /Me/calm/fine", "Upgrade: websocket\r\n"))), 501);
  EXPECT_EQ(status_of(answer_to(request("CONNECT 127.0.0.1:1"))), 400);
}

class OneTimeAddress : public MisbehavingServices {
 protected:
  void SetUp() override {
    keep({"calm"});
    serve();
    ASSERT_TRUE(process->wait_for_output("login?key="));
    const std::string printed = process->output();
    const auto begin = printed.find("/login?key=");
    login = printed.substr(begin, printed.find_first_of(" \n", begin) - begin);
  }
  std::string login;
};

TEST_F(OneTimeAddress, signs_one_browser_in_once) {
  loopback::Client browser("127.0.0.1", port);
  EXPECT_EQ(browser.Head(login)->status, 403) << "a look ahead does not use it up";
  const auto first = browser.Get(login);
  ASSERT_EQ(first->status, 303);
  EXPECT_EQ(first->get_header_value("Location"), "/");
  const std::string cookie = first->get_header_value("Set-Cookie");
  EXPECT_THAT(cookie, StartsWith("locker_" + std::to_string(port) + "="));
  EXPECT_THAT(cookie, AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Strict"), HasSubstr("Path=/")));
  EXPECT_THAT(cookie, Not(HasSubstr(token)));
  EXPECT_EQ(browser.Get(login)->status, 403);
  const httplib::Headers signed_in{{"Cookie", "theme=dark; " + cookie.substr(0, cookie.find(';'))}};
  const auto with = [&](const char* site) {
    auto headers = signed_in;
    headers.emplace("Sec-Fetch-Site", site);
    return browser.Get("/map", headers)->status;
  };
  EXPECT_EQ(browser.Get("/map", signed_in)->status, 200);
  EXPECT_EQ(with("same-origin"), 200);
  EXPECT_EQ(with("none"), 200);
  EXPECT_EQ(with("same-site"), 401);
  EXPECT_EQ(with("cross-site"), 401);
  const auto head = browser.Get("/Me/calm/head", signed_in);
  EXPECT_THAT(head->body, HasSubstr("Cookie: theme=dark\r\n"));
  EXPECT_EQ(client->Get("/Me/calm/cookies")->get_header_value_count("Set-Cookie"), 1)
      << "a service cannot replace the locker's own";
}

TEST_F(OneTimeAddress, leads_a_person_back_who_came_from_another_site) {
  loopback::Client browser("127.0.0.1", port);
  const auto page = browser.Get("/Me/calm/auth?code=a%22b&x=<y>", {{"Accept", "text/html,*/*"}});
  EXPECT_EQ(page->status, 401);
  EXPECT_THAT(page->get_header_value("Content-Type"), StartsWith("text/html"));
  EXPECT_THAT(page->body, HasSubstr("href=\"http://127.0.0.1:" + std::to_string(port) +
                                    "/Me/calm/auth?code=a%22b&amp;x=&lt;y&gt;\""));
  const auto bare = browser.Get("/Me/calm/auth");
  EXPECT_EQ(json::parse(bare->body)["error"]["kind"], "refused");
}

TEST_F(AccessControl, gives_a_service_a_capability_for_its_own_and_for_shared_reads) {
  const std::string own = capability_of("calm"), others = capability_of("other");
  ASSERT_THAT(own, StartsWith("/cap/"));
  ASSERT_NE(own, others);
  loopback::Client service("127.0.0.1", port);
  const auto get = [&](const std::string& path) { return service.Get(own + path)->status; };
  for (const char* path :
       {"/map", "/providers?types=x", "/diary", "/status", "/connectors", "/Me/other/fine", "/Me/calm/fine",
        "/core/calm/diary?message=x", "/core/calm/at?at=99999999999&cb=x", "/core/calm/listen?type=x&cb=x"})
    EXPECT_EQ(get(path), 200) << path;
  for (const char* path : {"/core/other/diary?message=x", "/core/twitter/at?at=1&cb=x", "/core/calmer/diary",
                           "/core/", "/", "/login?key=x", "/%63ore/other/diary"})
    EXPECT_EQ(get(path), 403) << path;
  for (const char* path : {"/map", "/Me/other/fine", "/core/other/event", "/core/other/pause", "/query"})
    EXPECT_EQ(service.Post(own + path, "", "text/plain")->status, 403) << path;
  EXPECT_EQ(service.Get(own + "/map", {{"Host", "evil.example"}})->status, 421);
  EXPECT_EQ(service.Get("/cap/wrong/map")->status, 401);
  EXPECT_EQ(service.Get("/cap//map")->status, 401);
  EXPECT_EQ(service.Get("/cap")->status, 401);
  EXPECT_EQ(service.Get("/map", {{"Authorization", "Bearer " + own.substr(5)}})->status, 401);

  (void)client->Post("/Me/calm/exits");
  EXPECT_TRUE(eventually([&] { return get("/map") == 401; })) << "it ends with its process";
  EXPECT_NE(capability_of("calm"), own);
  EXPECT_EQ(service.Get(capability_of("calm") + "/map")->status, 200);
  EXPECT_EQ(service.Get(others + "/map")->status, 200);
}

TEST_F(AccessControl, tells_a_service_which_other_one_asks_and_lets_nobody_else_say_so) {
  const std::string own = capability_of("calm");
  const auto seen = [&](const std::string& before, const std::string& headers) {
    return answer_to("GET " + before + "/Me/other/head HTTP/1.1\r\nHost: " + host() +
                     "\r\nConnection: close\r\n" + headers + "\r\n");
  };
  const std::string claimed = "locker-service: other\r\n";
  EXPECT_THAT(seen(own, claimed), AllOf(HasSubstr("Locker-Service: calm\r\n"), Not(HasSubstr(claimed))));
  EXPECT_THAT(seen("", bearer() + claimed),
              AllOf(StartsWith("HTTP/1.1 200"), Not(HasSubstr("ocker-service"))));
  EXPECT_THAT(seen(own, "Connection: Locker-Service, Host, Locker-Key\r\n"),
              AllOf(HasSubstr("Locker-Service: calm\r\n"), HasSubstr("Host: " + host())))
      << "a Connection header drops nothing that core adds";
}

TEST_F(AccessControl, shows_token_and_capabilities_nowhere) {
  const std::string capability = capability_of("calm").substr(5);
  EXPECT_EQ(client->Get("/Me/calm/says-locker-url")->body, "said");
  EXPECT_EQ(client->Get("/core/calm/diary?message=" + capability + "%20" + token)->body, "{}");
  EXPECT_TRUE(
      eventually([&] { return client->Get("/diary?log=1")->body.find("/cap/...") != std::string::npos; }));
  std::string seen = client->Get("/diary?log=1")->body;
  for (const auto& path : kRoutes) {
    if (path == "/events") continue;
    seen += client->Get(path)->body + client->Post(path, token, "application/json")->body;
    seen += loopback::Client("127.0.0.1", port).Get(path, {{"Authorization", "Bearer " + token + "x"}})->body;
  }
  process->signal(SIGTERM);
  const Outcome outcome = process->wait();
  process.reset();
  seen += outcome.out + outcome.err;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home))
    if (entry.is_regular_file() && entry.path().filename() != "token") seen += text_of(entry.path());
  EXPECT_EQ(seen.find(token), std::string::npos);
  EXPECT_EQ(seen.find(capability), std::string::npos);
}

TEST_F(MisbehavingServices, makes_no_connector_sync_by_a_capability_or_for_a_browser_that_looks_ahead) {
  keep({"calm"});
  start();
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
  serve();
  const std::string url = client->Get("/Me/calm/locker-url")->body;
  const std::string own = url.substr(url.find("/cap/"));
  httplib::Client service("127.0.0.1", port);
  const int before = requests();
  for (const char* path : {"/Me/twitter/likes", "/Me/twitter/home_timeline"}) {
    EXPECT_EQ(service.Get(own + path)->status, 403) << path;
    EXPECT_EQ(service.Get(own + path, {{"Connection", "close, Locker-Service"}})->status, 403) << path;
    EXPECT_EQ(client->Get(path, {{"Sec-Purpose", "prefetch;prerender"}})->status, 403) << path;
    EXPECT_EQ(client->Get(path, {{"Purpose", "prefetch"}})->status, 403) << path;
  }
  for (const char* path : {"/current/likes", "/get_home_timeline", "/rate_limit_status", "/"})
    EXPECT_EQ(service.Get(own + "/Me/twitter" + path)->status, 200) << path;
  EXPECT_EQ(requests(), before);
  EXPECT_EQ(client->Get("/Me/twitter/likes")->status, 200) << "as in 2011";
}

TEST_F(MisbehavingServices, needs_no_token_where_that_was_chosen_and_still_checks_names_and_origins) {
  keep({"calm"});
  serve({"--no-auth"});
  loopback::Client anyone("127.0.0.1", port);
  EXPECT_EQ(anyone.Get("/Me/calm/fine")->body, "fine");
  EXPECT_EQ(anyone.Get("/map", {{"Host", "evil.example"}})->status, 421);
  EXPECT_EQ(anyone.Get("/core/calm/diary", {{"Sec-Fetch-Site", "cross-site"}})->status, 403);
  EXPECT_EQ(anyone.Post("/Me/calm/fine", {{"Origin", "null"}}, "", "text/plain")->status, 403);
}

TEST_F(MisbehavingServices, tells_and_does_nothing_for_other_sites_pages_where_no_token_was_chosen) {
  keep({"calm"});
  serve({"--no-auth"});
  loopback::Client browser("127.0.0.1", port);
  for (const std::string site : {"cross-site", "same-site"}) {
    for (const char* mode : {"no-cors", "cors", "websocket"})
      for (const char* path : {"/map", "/diary", "/query", "/Me/calm/fine"})
        EXPECT_EQ(browser.Get(path, {{"Sec-Fetch-Site", site}, {"Sec-Fetch-Mode", mode}})->status, 403)
            << path;
    const httplib::Headers led{{"Sec-Fetch-Site", site}, {"Sec-Fetch-Mode", "navigate"}};
    EXPECT_EQ(browser.Get("/Me/calm/fine", led)->status, 200) << "as back from a consent page";
    EXPECT_EQ(browser.Get("/core/calm/diary", led)->status, 403);
    EXPECT_EQ(browser.Get("/Me/twitter/likes", led)->status, 404) << "nobody is signed in";
  }
  EXPECT_EQ(browser.Get("/map", {{"Origin", "http://evil.example"}})->status, 403);
  EXPECT_EQ(browser.Get("/map", {{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Mode", "cors"}})->status,
            200);
}

TEST_F(MisbehavingServices, puts_brackets_around_an_address_of_version_six) {
  std::ifstream addresses("/proc/net/if_inet6");
  std::string first;
  if (!(addresses >> first)) GTEST_SKIP() << "this machine has none";
  keep({"calm"});
  for (const char* host : {"::1", "[::1]"}) {
    serve({"--host", host});
    const std::string base = "http://[::1]:" + std::to_string(port);
    EXPECT_THAT(process->output(), StartsWith("listening at " + base + "/\n"));
    EXPECT_THAT(process->output(), HasSubstr(base + "/login?key="));
    httplib::Client there("::1", port);
    const httplib::Headers known{{"Authorization", "Bearer " + token}};
    EXPECT_EQ(there.Get("/Me/calm/fine", known)->body, "fine");
    EXPECT_EQ(json::parse(there.Get("/map", known)->body)["installed"]["calm"]["uri"], base + "/Me/calm/");
    EXPECT_THAT(there.Get("/Me/calm/locker-url", known)->body, StartsWith(base + "/cap/"));
    end_with(SIGTERM);
  }
}

TEST_F(MisbehavingServices, refuses_to_be_open_to_others_without_the_token) {
  for (const char* host : {"0.0.0.0", "::", "192.0.2.1", "locker.example"}) {
    const Outcome outcome = locker({"serve", "--no-auth", "--host", host, "--port", "0"});
    EXPECT_EQ(outcome.code, 2) << host;
    EXPECT_THAT(outcome.err, HasSubstr("--no-auth"));
  }
}

}  // namespace
}  // namespace locker::test
