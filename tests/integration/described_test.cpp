#include <gmock/gmock.h>

#include <sstream>

#include "tests/integration/misbehaving_services_fixture.hpp"
#include "tests/integration/raw_client.hpp"

/// Compares core's error responses with those in its OpenAPI description.
namespace locker::test {
namespace {

struct Wrong {
  const char *method, *path, *described, *body;
  int status;
};

class Described : public MisbehavingServices {
 protected:
  void SetUp() override {
    keep({"calm"});
    serve();
    document = json::parse(client->Get("/openapi.json")->body);
  }
  const json& responses(std::string method, const std::string& path) const {
    for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return document["paths"].at(path).at(method)["responses"];
  }
  bool describes(const std::string& method, const std::string& path, int status) const {
    return responses(method, path).contains(std::to_string(status));
  }
  /// Expects the response's media type in the description.
  void expect_kind(const std::string& method, const std::string& route, const httplib::Result& answer) const {
    json response = responses(method, route).value(std::to_string(answer->status), json::object());
    if (response.contains("$ref"))
      response = document.at(json::json_pointer(response["$ref"].get<std::string>().substr(1)));
    const json content = response.value("content", json::object());
    const std::string type = answer->get_header_value("Content-Type");
    if (type.empty())
      EXPECT_TRUE(content.empty()) << method << route << answer->status;
    else
      EXPECT_TRUE(content.contains(type.substr(0, type.find(';'))))
          << method << route << answer->status << " gives " << type;
  }
  /// Returns an address of that route, with an existing id.
  static std::string address_of(std::string route) {
    for (const auto& [name, value] : std::map<std::string, std::string>{
             {"{id}", "calm"}, {"{path}", "fine"}, {"{of}", "status"}, {"{reference}", "status/twitter/1"}})
      if (const auto at = route.find(name); at != std::string::npos) route.replace(at, name.size(), value);
    return route;
  }
  /// Sends one request and returns the status.
  int status_with(const std::string& method, const std::string& path, const std::string& headers) const {
    const RawClient raw(port);
    raw.send(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n");
    return status_of(raw.read());
  }
  std::string host() const { return "Host: 127.0.0.1:" + std::to_string(port) + "\r\n"; }
  std::string bearer() const { return "Authorization: Bearer " + token + "\r\n"; }
  json document;
};

TEST_F(Described, is_what_any_route_answers_to_who_may_not_ask) {
  for (const auto& [route, operations] : document["paths"].items())
    for (const auto& [name, operation] : operations.items()) {
      std::string method = name;
      for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      const std::string path = address_of(route);
      const bool is_open = path == "/login";
      const auto expect = [&](int status, const std::string& headers) {
        EXPECT_EQ(status_with(method, path, headers), status) << method << path << headers.substr(0, 80);
        EXPECT_TRUE(describes(method, route, status)) << method << route << status;
      };
      expect(is_open ? 403 : 401, host());
      expect(421, "Host: evil.example\r\n" + bearer());
      expect(431, host() + bearer() + "X: " + std::string(70'000, 'x') + "\r\n");
      if (method != "GET" || path.starts_with("/core/"))
        expect(403, host() + bearer() + "Origin: http://evil.example\r\n");
    }
}

TEST_F(Described, is_what_a_route_answers_to_a_wrong_question) {
  const std::string large(16 * 1024 * 1024 + 1, 'x');
  for (const auto& [method, path, route, body, status] : {
           Wrong{"GET", "/providers", "/providers", "", 400},
           Wrong{"GET", "/core/calm/at?at=x", "/core/{id}/at", "", 400},
           Wrong{"POST", "/core/nobody/at?at=1&cb=/x", "/core/{id}/at", "", 404},
           Wrong{"GET", "/core/calm/listen", "/core/{id}/listen", "", 400},
           Wrong{"POST", "/core/nobody/listen?type=x&cb=x", "/core/{id}/listen", "", 404},
           Wrong{"POST", "/core/calm/deafen", "/core/{id}/deafen", "", 400},
           Wrong{"GET", "/core/nobody/deafen?type=x&cb=x", "/core/{id}/deafen", "", 404},
           Wrong{"POST", "/core/calm/event", "/core/{id}/event", "", 400},
           Wrong{"POST", "/core/nobody/event", "/core/{id}/event", "{\"type\":\"x/y\",\"obj\":{}}", 404},
           Wrong{"POST", "/core/calm/diary", "/core/{id}/diary", large.c_str(), 413},
           Wrong{"POST", "/core/any/install", "/core/{id}/install", "{}", 400},
           Wrong{"POST", "/core/any/install", "/core/{id}/install", "{\"srcdir\":\"none\"}", 404},
           Wrong{"POST", "/core/nobody/pause", "/core/{id}/pause", "", 404},
           Wrong{"POST", "/core/nobody/resume", "/core/{id}/resume", "", 404},
           Wrong{"POST", "/core/nobody/run", "/core/{id}/run", "", 404},
           Wrong{"GET", "/query?limit=x", "/query", "", 400},
           Wrong{"GET", "/query", "/query", "", 404},
           Wrong{"GET", "/history?after=x", "/history", "", 400},
           Wrong{"GET", "/history", "/history", "", 404},
           Wrong{"GET", "/events?after=x", "/events", "", 400},
           Wrong{"GET", "/Me/calm/..%2fx", "/Me/{id}/{path}", "", 400},
           Wrong{"PUT", "/Me/nobody/x", "/Me/{id}/{path}", "", 404},
           Wrong{"GET", "/Me/twitter/current/tweets?limit=x", "/Me/{id}/current/{of}", "", 400},
           Wrong{"GET", "/Me/twitter/current/nothing", "/Me/{id}/current/{of}", "", 404},
           Wrong{"GET", "/Me/twitter/record/status/1", "/Me/{id}/record/{reference}", "", 404},
           Wrong{"GET", "/Me/twitter/record/status/1/history?x=1", "/Me/{id}/record/{reference}/history", "",
                 400},
           Wrong{"POST", "/Me/nobody/pause", "/Me/{id}/pause", "", 404},
       }) {
    auto one = another();
    httplib::Request asked;
    asked.method = method;
    asked.path = path;
    asked.body = body;
    asked.headers = {{"Content-Type", "application/json"}};
    const auto answer = one.send(asked);
    ASSERT_TRUE(answer) << method << path;
    EXPECT_EQ(answer->status, status) << method << path << answer->body;
    EXPECT_TRUE(describes(method, route, status)) << method << route << status;
    expect_kind(method, route, answer);
  }
}

TEST_F(Described, names_the_kind_of_every_answer) {
  ASSERT_EQ(
      client->Post("/core/calm/event", R"({"type":"note/test","obj":{"id":1}})", "application/json")->status,
      200);
  const auto expect = [&](const std::string& method, const std::string& route,
                          const httplib::Result& answer) {
    ASSERT_TRUE(answer) << method << route;
    ASSERT_TRUE(describes(method, route, answer->status)) << method << route << answer->status;
    expect_kind(method, route, answer);
  };
  httplib::Client one("127.0.0.1", port);
  one.set_default_headers({{"Authorization", "Bearer " + token}});
  for (const auto& [route, operations] : document["paths"].items())
    if (operations.contains("get") && !route.starts_with("/Me/") && route != "/events" && route != "/login")
      expect("get", route, one.Get(address_of(route) + (route == "/providers" ? "?types=x" : "")));
  for (const char* format : {"json", "jsonl", "csv", "tsv", "table"})
    for (const std::string route : {"/query", "/history"})
      expect("get", route, one.Get(route + "?format=" + format));
  expect("get", "/query", one.Get("/query?raw=true"));
  const httplib::Headers person{{"Accept", "text/html"}};
  for (const std::string action : {"run", "pause", "run", "resume"}) {
    const std::string route = "/core/{id}/" + action;
    expect("post", route, one.Post(address_of(route)));
    expect("post", route, one.Post(address_of(route), person, "", "text/plain"));
  }
}

TEST_F(Described, says_by_which_methods_a_route_is_to_be_had_where_it_is_asked_by_another) {
  for (const auto& [route, operations] : document["paths"].items()) {
    if (route.starts_with("/Me/") || route == "/login") continue;
    std::string allowed;
    for (const char* method : {"GET", "HEAD", "POST"})
      if (operations.contains(method == std::string("POST") ? "post" : "get"))
        allowed += (allowed.empty() ? "" : ", ") + std::string(method);
    for (const char* method : {"PUT", "DELETE", "OPTIONS"}) {
      auto one = another();
      httplib::Request asked;
      asked.method = method;
      asked.path = address_of(route);
      const auto answer = one.send(asked);
      EXPECT_EQ(answer->status, 405) << method << route;
      EXPECT_EQ(answer->get_header_value("Allow"), allowed) << method << route;
    }
  }
}

TEST_F(Described, names_each_route_that_a_connector_answers_by_itself) {
  const auto expect = [&](const std::string& connector, const std::string& name, const Words& methods) {
    const json path = document["paths"].value("/Me/{id}/" + name, json::object());
    EXPECT_EQ(path.size(), methods.size()) << name;
    for (const auto& method : methods) {
      ASSERT_TRUE(path.contains(method)) << method << name;
      EXPECT_THAT(path[method]["x-connectors"], ::testing::Contains(connector)) << method << name;
    }
  };
  const json connectors = json::parse(client->Get("/connectors")->body);
  ASSERT_GE(connectors["connectors"].size(), 2u);
  for (const auto& connector : connectors["connectors"])
    for (const auto& stream : connector["streams"])
      expect(connector["connector"], stream["stream"], {"get", "post"});
  for (const char* of_2011 : {"home_timeline", "mentions", "friends", "followers", "profile"})
    expect("twitter", of_2011, {"get", "post"});
  for (const char* of_2011 :
       {"rate_limit_status", "get_home_timeline", "get_mentions", "allContacts", "auth", "authComplete"})
    expect("twitter", of_2011, {"get"});
  expect("github", "saveAuth", {"post"});
}

/// Compares the responses of an account, signed in or not, with the same document.
class DescribedAccount : public Described {
 protected:
  void SetUp() override {
    start();
    ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
    serve();
    document = json::parse(client->Get("/openapi.json")->body);
  }
  /// Returns the routes of the X connector, with the methods listed in `Allow`.
  std::map<std::string, std::string> own_routes() const {
    std::map<std::string, std::string> routes;
    for (const auto& [route, operations] : document["paths"].items()) {
      const json of = operations.front().value("x-connectors", json::array());
      if (std::ranges::find(of, "twitter") == of.end()) continue;
      routes[route] = !operations.contains("post") ? "GET, HEAD"
                      : operations.contains("get") ? "GET, POST"
                                                   : "POST";
    }
    return routes;
  }
  httplib::Result ask(const std::string& method, const std::string& route) const {
    auto one = another();
    httplib::Request asked;
    asked.method = method;
    asked.path = "/Me/twitter" + route.substr(std::string("/Me/{id}").size());
    return one.send(asked);
  }
  static bool is_of_sign_in(const std::string& route) {
    return route.find("auth") != std::string::npos || route.find("Auth") != std::string::npos;
  }
};

TEST_F(DescribedAccount, is_what_its_own_routes_answer_once_it_is_signed_in) {
  ASSERT_GT(own_routes().size(), 15u);
  for (const auto& [route, allowed] : own_routes()) {
    for (const std::string method : {"GET", "POST"}) {
      if (!document["paths"][route].contains(method == "GET" ? "get" : "post")) continue;
      const auto answer = ask(method, route);
      ASSERT_TRUE(answer) << method << route;
      EXPECT_TRUE(describes(method, route, answer->status)) << method << route << answer->status;
      EXPECT_EQ(answer->status == 404, is_of_sign_in(route)) << method << route << answer->body;
    }
    const auto refused = ask("DELETE", route);
    EXPECT_EQ(refused->status, is_of_sign_in(route) ? 404 : 405) << route;
    if (!is_of_sign_in(route)) {
      EXPECT_EQ(refused->get_header_value("Allow"), allowed) << route;
    }
  }
}

TEST_F(DescribedAccount, is_what_they_answer_before_it_is_signed_in) {
  ASSERT_EQ(locker({"auth", "logout", "twitter"}).code, 0);
  for (const auto& [route, allowed] : own_routes()) {
    const bool syncs = allowed == "GET, POST" || route.ends_with("rate_limit_status");
    const auto answer = ask(allowed == "POST" ? "POST" : "GET", route);
    EXPECT_EQ(answer->status == 404, syncs) << route << answer->status << answer->body;
    EXPECT_TRUE(describes(allowed == "POST" ? "POST" : "GET", route, answer->status))
        << route << answer->status;
    if (is_of_sign_in(route)) {
      EXPECT_EQ(ask("DELETE", route)->status, 405) << route;
    }
  }
}

TEST_F(DescribedAccount, is_what_they_answer_to_an_unknown_method_and_to_an_upgrade) {
  for (const auto& [route, allowed] : own_routes()) {
    const std::string path = "/Me/twitter" + route.substr(std::string("/Me/{id}").size());
    const std::string method = allowed == "POST" ? "POST" : "GET";
    EXPECT_EQ(status_with("BREW", path, host() + bearer()), 501) << route;
    EXPECT_EQ(status_with(method, path, host() + bearer() + "Upgrade: websocket\r\n"), 501) << route;
    EXPECT_TRUE(describes(method, route, 501)) << route;
  }
}

TEST_F(Described, gives_no_length_of_what_is_nothing) {
  const auto answer = client->Get("/Me/calm/no-content");
  ASSERT_EQ(answer->status, 204);
  EXPECT_FALSE(answer->has_header("Content-Length")) << "RFC 9110 section 8.6, whatever the service says";
  EXPECT_FALSE(answer->has_header("Transfer-Encoding"));
  EXPECT_EQ(client->Get("/Me/calm/fine")->body, "fine") << "and none of its bytes are of the next answer";
}

}  // namespace
}  // namespace locker::test
