#include <gmock/gmock.h>

#include "tests/integration/locker_2011_fixture.hpp"

/// The routes of 2011 with their exact responses, as a table.
namespace locker::test {
namespace {

constexpr char kJson[] = "application/json", kForm[] = "application/x-www-form-urlencoded";
constexpr char kNobody[] = "404 nobody doesn't exist, but does anything really? ";

struct Line {
  const char* method;
  const char* path;
  const char* body;
  const char* type;
  const char* said;
};

/// EchoBox is installed; there is no service "nobody".
constexpr Line kContract[] = {
    // at: the arguments are checked first.
    {"GET", "/core/EchoBox/at?at=99999999999&cb=x", "", "", "200 true"},
    {"GET", "/core/EchoBox/at?at=99999999999.5&cb=/x", "", "", "200 true"},
    {"GET", "/core/EchoBox/at?cb=x", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=1", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=1&cb=", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=soon&cb=x", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=nan&cb=x", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=inf&cb=x", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=1&cb=/../x", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=1&cb=..", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=1&cb=/%252e%252e/", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=99999999999&cb=/x%3Fy=../z", "", "", "200 true"},
    {"GET", "/core/nobody/at", "", "", "400 Invalid arguments"},
    {"GET", "/core/nobody/at?at=1&cb=x", "", "", kNobody},
    {"POST", "/core/EchoBox/at", R"({"at":99999999999,"cb":"/x"})", kJson, "200 true"},
    {"POST", "/core/EchoBox/at", R"({"at":"99999999999","cb":"/x"})", kJson, "200 true"},
    // listen and deafen: the service is checked first.
    {"GET", "/core/nobody/listen?type=a&cb=b", "", "", kNobody},
    {"GET", "/core/nobody/listen", "", "", kNobody},
    {"GET", "/core/EchoBox/listen?type=never/said", "", "", "400 Invalid type or callback"},
    {"GET", "/core/EchoBox/listen?cb=b", "", "", "400 Invalid type or callback"},
    {"GET", "/core/EchoBox/listen?type=never/said&cb=/a/../b", "", "", "400 Invalid type or callback"},
    {"GET", "/core/EchoBox/listen?type=never/said&cb=http://evil/", "", "", "400 Invalid type or callback"},
    {"GET", "/core/EchoBox/listen?type=never/said&cb=//evil/x", "", "", "400 Invalid type or callback"},
    {"GET", "/core/EchoBox/at?at=99999999999&cb=http://evil/", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=99999999999&cb=//evil/x", "", "", "400 Invalid arguments"},
    {"GET", "/core/EchoBox/at?at=99999999999&cb=x?y=http://z", "", "", "200 true"},
    {"GET", "/core/EchoBox/listen?type=never/said&cb=b", "", "", "200 OKTHXBI"},
    {"GET", "/core/nobody/deafen?type=a&cb=b", "", "", kNobody},
    {"GET", "/core/EchoBox/deafen?type=never/said", "", "", "400 Invalid type or callback"},
    {"GET", "/core/EchoBox/deafen?type=never/said&cb=b", "", "", "200 OKTHXBI"},
    {"GET", "/core/EchoBox/deafen?type=never/heard&cb=b", "", "", "200 OKTHXBI"},
    // event: the body is checked first, then the service, then the content.
    {"POST", "/core/EchoBox/event", "", "", "400 Post data missing"},
    {"POST", "/core/nobody/event", "", "", "400 Post data missing"},
    {"POST", "/core/EchoBox/event", "{", kJson, "400 Post data missing"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b","obj":{}})", "text/plain", "400 Post data missing"},
    {"POST", "/core/nobody/event", "{}", kJson, kNobody},
    {"POST", "/core/EchoBox/event", "{}", kJson, "400 Invalid type or object"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b"})", kJson, "400 Invalid type or object"},
    {"POST", "/core/EchoBox/event", R"({"obj":{"id":1}})", kJson, "400 Invalid type or object"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b","obj":""})", kJson, "400 Invalid type or object"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b","obj":0})", kJson, "400 Invalid type or object"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b","obj":"text"})", kJson, "200 OKTHXBI"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b","obj":true})", kJson, "200 OKTHXBI"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b","obj":7})", kJson, "200 OKTHXBI"},
    {"POST", "/core/EchoBox/event", "type=a%2Fb&obj[x]=1&obj[y][]=2", kForm, "200 OKTHXBI"},
    {"POST", "/core/EchoBox/event", "type=a%2Fb&obj=text", kForm, "200 OKTHXBI"},
    {"POST", "/core/EchoBox/event", R"({"type":"a/b","obj":{"id":1}})", kJson, "200 OKTHXBI"},
    {"POST", "/core/EchoBox/event", "type=a%2Fb&obj=%7B%22id%22%3A1%7D", kForm, "200 OKTHXBI"},
    // diary: the service is not checked, and the message may be missing.
    {"GET", "/core/nobody/diary?message=hello", "", "", "200 {}"},
    {"GET", "/core/EchoBox/diary", "", "", "200 {}"},
    {"POST", "/core/EchoBox/diary", "message=x&level=3", kForm, "200 {}"},
    // install: srcdir must be one from the map, exactly; the id in the path is ignored.
    {"POST", "/core/EchoBox/install", "{}", kJson, "400 {}"},
    {"POST", "/core/EchoBox/install", "", "", "400 {}"},
    {"POST", "/core/EchoBox/install", "{", kJson, "400 {}"},
    {"POST", "/core/EchoBox/install", "[]", kJson, "400 {}"},
    {"POST", "/core/EchoBox/install", R"({"srcdir":""})", kJson, "400 {}"},
    {"POST", "/core/EchoBox/install", R"({"srcdir":"Connectors"})", kJson, "404 {}"},
    {"POST", "/core/EchoBox/install", R"({"srcdir":"./Connectors/Echo"})", kJson, "404 {}"},
    {"POST", "/core/EchoBox/install", R"({"srcdir":"../home/Connectors/Echo"})", kJson, "404 {}"},
    {"POST", "/core/EchoBox/install", "srcdir=%2Fetc", kForm, "404 {}"},
    // providers
    {"GET", "/providers", "", "", "400 []"},
    {"GET", "/providers?types=", "", "", "400 []"},
    {"GET", "/providers?types=nothing", "", "", "200 []"},
    // services
    {"GET", "/Me/nobody/", "", "", "404 so sad, couldn't find nobody"},
    {"POST", "/Me/nobody/x", "a=b", kForm, "404 so sad, couldn't find nobody"},
};

TEST_F(Locker2011, is_answered_word_for_word) {
  serve_it();
  for (const auto& line : kContract)
    EXPECT_EQ(said(ask(line.method, line.path, line.body, line.type)), line.said)
        << line.method << " " << line.path << " " << line.body;
}

TEST_F(Locker2011, answers_with_the_content_types_of_the_time) {
  serve_it();
  const auto type_of = [&](const std::string& path) {
    return client->Get(path)->get_header_value("Content-Type");
  };
  EXPECT_EQ(type_of("/map"), "text/javascript");
  EXPECT_EQ(type_of("/diary"), "text/javascript");
  EXPECT_EQ(client->Get("/diary")->get_header_value("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(type_of("/providers?types=echo"), "application/json");
  EXPECT_EQ(client->Get("/providers?types=echo")->get_header_value("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(type_of("/providers"), "");
  EXPECT_EQ(type_of("/core/EchoBox/at?at=99999999999&cb=x"), "text/html");
  EXPECT_EQ(type_of("/core/EchoBox/diary?message=x"), "");
}

struct Route {
  const char* name;
  std::vector<std::pair<std::string, std::string>> arguments;
  const char* said;
  bool only_post = false;
};

std::string as_json(const Route& route) {
  json object;
  for (const auto& [name, value] : route.arguments)
    object[name] = name == "obj" ? json::parse(value) : json(value);
  return object.dump();
}

std::string as_form(const Route& route) {
  httplib::Params parameters;
  for (const auto& [name, value] : route.arguments) parameters.emplace(name, value);
  return httplib::detail::params_to_query_str(parameters);
}

TEST_F(Locker2011, takes_parameters_from_query_form_and_json_with_every_method) {
  serve_it();
  const Route routes[] = {
      {"at", {{"at", "99999999999"}, {"cb", "/later"}}, "200 true"},
      {"listen", {{"type", "some/thing"}, {"cb", "/heard"}}, "200 OKTHXBI"},
      {"deafen", {{"type", "some/thing"}, {"cb", "/heard"}}, "200 OKTHXBI"},
      {"diary", {{"message", "a note"}, {"level", "1"}}, "200 {}"},
      {"event", {{"type", "some/thing"}, {"obj", R"({"id":1})"}}, "200 OKTHXBI", true},
  };
  for (const auto& route : routes) {
    const std::string path = std::string("/core/EchoBox/") + route.name;
    for (const char* method : {"GET", "POST"}) {
      if (route.only_post && std::string(method) == "GET") continue;
      EXPECT_EQ(said(ask(method, path, as_json(route), kJson)), route.said) << method << path << " as JSON";
      EXPECT_EQ(said(ask(method, path, as_json(route), "application/json; charset=utf-8")), route.said);
      EXPECT_EQ(said(ask(method, path, as_form(route), kForm)), route.said) << method << path << " as form";
      if (!route.only_post) {
        EXPECT_EQ(said(ask(method, path + "?" + as_form(route))), route.said)
            << method << path << " as query";
      }
    }
    const std::string body = as_json(route);
    const auto chunked = client->Post(
        path,
        [&](std::size_t, httplib::DataSink& sink) {
          sink.write(body.data(), body.size() / 2);
          sink.write(body.data() + body.size() / 2, body.size() - body.size() / 2);
          sink.done();
          return true;
        },
        kJson);
    EXPECT_EQ(said(chunked), route.said) << path << " chunked";
  }
  EXPECT_EQ(said(ask("GET", "/core/EchoBox/at?at=99999999999", R"({"cb":"/mixed","at":"soon"})", kJson)),
            "200 true")
      << "the query comes first";
}

TEST_F(Locker2011, keeps_message_and_level_of_a_diary_entry_as_they_were_sent) {
  serve_it();
  struct Note {
    const char *body, *type;
    json message, level;
  };
  const Note notes[] = {
      {R"({"message":{"a":[1,2]},"level":2})", kJson, json{{"a", {1, 2}}}, 2},
      {R"({"message":42,"level":"3"})", kJson, 42, "3"},
      {R"({"message":true,"level":{"x":1}})", kJson, true, json{{"x", 1}}},
      {R"({"message":["x"],"level":""})", kJson, json::array({"x"}), 0},
      {R"({"message":null,"level":null})", kJson, nullptr, 0},
      {R"({"message":"text"})", kJson, "text", 0},
      {"message=%5B1%5D&level=3", kForm, "[1]", 3},
  };
  for (const auto& note : notes) ask("POST", "/core/EchoBox/diary", note.body, note.type);
  const Words lines = lines_of(client->Get("/diary")->body);
  ASSERT_EQ(lines.size(), std::size(notes));
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const json entry = json::parse(lines[at]);
    ASSERT_TRUE(entry.contains("message")) << lines[at];
    EXPECT_EQ(entry["message"], notes[at].message);
    EXPECT_EQ(entry["level"], notes[at].level);
  }
}

TEST_F(Locker2011, keeps_a_thousand_calls_of_a_service_to_come) {
  std::ofstream file(home / "scheduler.json");
  for (int i = 0; i < 1'000; ++i)
    file << json{{"at", "2199-05-13T00:00:00.000Z"},
                 {"type", 1},
                 {"serviceId", "EchoBox"},
                 {"url", "/" + std::to_string(i)}}
         << "\n";
  file.close();
  serve_it();
  const auto refused = client->Get("/core/EchoBox/at?at=99999999999&cb=/more");
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(json::parse(refused->body)["error"]["kind"], "rate-limit");
  EXPECT_EQ(get("/core/EchoBox/at?at=99999999999&cb=/7"), "200 true") << "one of them, at another time";
}

TEST_F(Locker2011, installs_with_the_fields_of_the_time) {
  serve_it();
  const auto answer = ask("POST", "/core/whoever/install", "srcdir=Connectors%2FEcho", kForm);
  ASSERT_EQ(answer->status, 200) << answer->body;
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json");
  const json service = json::parse(answer->body);
  const std::string id = service["id"];
  EXPECT_EQ(id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"),
            std::string::npos);
  EXPECT_EQ(service["srcdir"], "Connectors/Echo");
  EXPECT_EQ(service["is"], "connector");
  EXPECT_EQ(service["uri"], "http://localhost:" + std::to_string(port) + "/Me/" + id + "/");
  for (const char* field : {"title", "action", "desc", "run", "status", "provides"})
    EXPECT_TRUE(service.contains(field)) << field;
  EXPECT_EQ(json::parse(text_of(home / "Me" / id / "me.json")), service);
  EXPECT_EQ(told("/map")["installed"][id], service);
}

TEST_F(Locker2011, tells_no_one_how_it_is_made_inside) {
  serve_it();
  for (const char* body : {"{", "\"text\"", "[1", "{\"srcdir\": tru", "\xff\xfe"}) {
    const auto answer = ask("POST", "/core/EchoBox/install", body, kJson);
    EXPECT_EQ(answer->status / 100, 4) << body;
    EXPECT_EQ(answer->body, "{}") << body;
  }
}

TEST_F(Locker2011, answers_from_the_locker_that_its_config_lies_in) {
  serve_it();
  const std::string id = install("Connectors/Echo");
  ASSERT_EQ(said(client->Post("/core/" + id + "/event",
                              R"({"type":"note/own","obj":{"id":"1","text":"A heron"}})", kJson)),
            "200 OKTHXBI");
  EXPECT_EQ(json::parse(client->Get("/query?q=heron")->body).size(), 1u);
  EXPECT_EQ(json::parse(client->Get("/history")->body).size(), 1u);
}

}  // namespace
}  // namespace locker::test
