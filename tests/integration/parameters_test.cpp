#include <gmock/gmock.h>

#include <set>

#include "tests/integration/serve_fixture.hpp"

/// Invalid values of a route's parameters are refused with an error that names the parameter.
namespace locker::test {
namespace {

using ::testing::HasSubstr;

struct Parameter {
  std::string route, name;
  Words good, bad;  ///< URL-encoded
};

const Words kNoTime{"never", "", "7x", "2026-13-01", "[]", "-1"};
const Words kNoNumber{"x", "", "-1", "1.5", "1e3", "%2B1", "%201", "0x1", "99999999999999999999", "[1]"};
const Words kNoFlag{"banana", "yes", "2", "True", "[]", "null", "truefalse"};
const Words kTimes{"7d", "2026-01-31", "yesterday"}, kFlags{"", "1", "true", "0", "false"};
const Words kNoWords{"", "[]", "%5B%5D", "{}", "!!!", "%00", "%22", "(", "AND", "a+OR", "%20"};
const Words kNone{"", ","};

Words with(Words words, const Words& further) {
  words.insert(words.end(), further.begin(), further.end());
  return words;
}

/// The number of rows must be at least 1.
const Words kNoCount = with(kNoNumber, {"0"});
const std::string kCurrent = "/Me/{id}/current/{of}", kRecord = "/Me/{id}/record/{reference}";

const std::vector<Parameter> kParameters{
    {"/query", "q", {"bread", "%5Bbread%5D", "bre*", "C%2B%2B"}, kNoWords},
    {"/query", "since", kTimes, kNoTime},
    {"/query", "until", kTimes, kNoTime},
    {"/query", "as-of", kTimes, kNoTime},
    {"/query",
     "source",
     {"twitter", "twitter,github"},
     with(kNone, {"nobody", "twitter,nobody", "[]", "--all"})},
    {"/query", "type", {"status", "status/twitter"}, with(kNone, {"nothing", "status/github", "[]"})},
    {"/query", "stream", {"likes"}, with(kNone, {"lieks", "[]"})},
    {"/query", "has", {"media"}, {"", "text", "[]"}},
    {"/query", "thread", {"1"}, {""}},
    {"/query", "with", {}, {""}},
    {"/query", "deleted", kFlags, kNoFlag},
    {"/query", "sql", {"SELECT+1"}, {"", "DELETE+FROM+record", "SELECT+1;SELECT+2", "nonsense", "%00"}},
    {"/query", "raw", kFlags, kNoFlag},
    {"/query", "source-of", {"all&raw=true"}, {"", "all", "some", "some&raw=true"}},
    {"/query", "limit", {"1", "50"}, kNoCount},
    {"/query", "all", kFlags, kNoFlag},
    {"/query",
     "format",
     {"table", "json", "jsonl", "csv", "tsv"},
     {"", "xml", "JSON", "[]", "json&raw=true"}},
    {"/query", "fields", {"id", "id,json", "public_metrics.like_count"}, kNone},
    {"/history", "ref", {"1", "twitter:1"}, {""}},
    {"/history", "thread", {"1"}, {""}},
    {"/history", "since", kTimes, kNoTime},
    {"/history", "source", {"twitter"}, with(kNone, {"nobody", "[]"})},
    {"/history", "type", {"status"}, with(kNone, {"nothing", "[]"})},
    {"/history", "after", {"0", "1"}, kNoNumber},
    {"/history", "diff", kFlags, kNoFlag},
    {"/history", "limit", {"1"}, kNoCount},
    {"/history", "all", kFlags, kNoFlag},
    {"/history", "format", {"json", "jsonl"}, {"", "xml", "[]"}},
    {"/history", "fields", {"seq", "seq,id"}, kNone},
    {"/events", "after", {"0"}, kNoNumber},
    {kCurrent, "limit", {"0", "1"}, kNoNumber},
    {kCurrent, "offset", {"0", "1"}, kNoNumber},
    {kCurrent, "since", kTimes, kNoTime},
    {kCurrent, "until", kTimes, kNoTime},
    {kCurrent, "fields", {"id", "id,text"}, {"", ",", "id,,text"}},
    {kCurrent, "stream", kFlags, kNoFlag}};

/// Routes without parameters, and those that are not in the description.
const Words kOfNone{kRecord, kRecord + "/history"};

class Parameters : public Serve {
 protected:
  void SetUp() override {
    serve();
    const std::string post = R"({"type":"status/twitter","obj":{"id":"1","text":"bread"}})";
    ASSERT_EQ(client->Post("/core/twitter/event", post, "application/json")->body, "OKTHXBI");
  }
  static std::string address_of(std::string route) {
    for (const auto& [name, value] : std::map<std::string, std::string>{
             {"{id}", "twitter"}, {"{of}", "status"}, {"{reference}", "status/twitter/1"}})
      if (const auto at = route.find(name); at != std::string::npos) route.replace(at, name.size(), value);
    return route;
  }
  /// Uses HEAD: the head shows whether the value is accepted, and the body of events never ends.
  int status_of(const std::string& address) const {
    const auto answer = another().Head(address);
    return answer ? answer->status : 0;
  }
  void expect_refused(const std::string& address, const std::string& name) const {
    const auto answer = another().Get(address);
    ASSERT_TRUE(answer) << address;
    ASSERT_EQ(answer->status, 400) << address << answer->body;
    const json error = json::parse(answer->body)["error"];
    EXPECT_EQ(error["kind"], "usage") << address;
    EXPECT_THAT(error["message"].get<std::string>(), HasSubstr(name)) << address;
  }
  httplib::Client another() const {
    httplib::Client one("127.0.0.1", port);
    one.set_default_headers({{"Authorization", "Bearer " + token}});
    one.set_url_encode(false);
    return one;
  }
};

TEST_F(Parameters, are_all_that_are_described) {
  std::set<std::pair<std::string, std::string>> described, tested;
  const json document = json::parse(client->Get("/openapi.json")->body);
  for (const std::string route :
       {"/query", "/history", "/events", kCurrent.c_str(), "/Me/{id}/record/{reference}"})
    for (const auto& parameter : document["paths"].at(route)["get"]["parameters"])
      if (parameter["in"] == "query") described.emplace(route, parameter["name"]);
  for (const auto& parameter : kParameters) tested.emplace(parameter.route, parameter.name);
  EXPECT_EQ(described, tested);
}

TEST_F(Parameters, are_taken_where_they_are_right_and_refused_by_name_where_they_are_not) {
  for (const auto& [route, name, good, bad] : kParameters) {
    const std::string begin = address_of(route) + "?" + name + "=";
    for (const auto& value : good) EXPECT_EQ(status_of(begin + value), 200) << begin << value;
    for (const auto& value : bad) expect_refused(begin + value, name);
    expect_refused(begin + "%zz", name);
    if (!good.empty()) expect_refused(begin + good.front() + "&" + name + "=" + good.front(), name);
  }
}

TEST_F(Parameters, that_nobody_knows_are_refused_and_not_passed_over) {
  std::set<std::string> routes(kOfNone.begin(), kOfNone.end());
  for (const auto& parameter : kParameters) routes.insert(parameter.route);
  for (const auto& route : routes) {
    expect_refused(address_of(route) + "?lmit=1", "lmit");
    expect_refused(address_of(route) + "?=1", "\"\"");
    EXPECT_EQ(status_of(address_of(route) + "?"), 200) << route;
  }
  for (const auto& route : kOfNone) expect_refused(address_of(route) + "?limit=1", "limit");
  expect_refused("/Me/twitter/allContacts?limit=1", "limit");
  EXPECT_EQ(status_of("/Me/twitter/allContacts?stream=true"), 200);
  EXPECT_EQ(client->Get("/events", {{"Last-Event-ID", "x"}})->status, 400);
}

TEST_F(Parameters, of_brackets_find_what_is_in_them) {
  EXPECT_EQ(json::parse(client->Get("/query?q=%5Bbread%5D")->body).size(), 1u);
  EXPECT_EQ(json::parse(client->Get("/query?q=%5Bbread,butter%5D")->body).size(), 0u);
}

}  // namespace
}  // namespace locker::test
