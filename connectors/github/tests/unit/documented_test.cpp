// Compares the connector with GitHub's description of its REST API. documented.json contains, for each list
// that is read, the path, the parameter names, and the example responses of the published OpenAPI description
// (23.0.2, MIT License).
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "connectors/github/tests/unit/github_fixture.hpp"

namespace locker {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::Contains;
using ::testing::Not;
using Words = std::vector<std::string>;

Words split(const std::string& text, char at) {
  std::istringstream stream(text);
  Words parts;
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

class Documented : public test::GitHubFixture {
 protected:
  Documented() {
    std::ifstream file(LOCKER_DOCUMENTED);
    lists = Json::parse(file);
  }
  [[nodiscard]] sync::PageQuery query_of(const Json& list) const {
    return query(list["stream"], list["part"], list["subject"]);
  }
  /// True if `path` matches `pattern`.
  static bool fits(const std::string& path, const std::string& pattern) {
    const Words given = split(path, '/'), named = split(pattern, '/');
    if (given.size() != named.size()) return false;
    for (std::size_t i = 0; i < given.size(); ++i)
      if (!named[i].starts_with("{") && given[i] != named[i]) return false;
    return true;
  }

  Json lists;
};

TEST_F(Documented, are_all_lists_that_are_asked_for_and_all_their_parameters) {
  for (const auto& list : lists) {
    const std::string base = query_of(list).service.api_base;
    const Words url = split(github->page_request(query_of(list)).url.substr(base.size()), '?');
    EXPECT_TRUE(fits(url.front(), list["path"])) << url.front() << " is not " << list["path"];
    const Words known = list["parameters"];
    for (const auto& parameter : url.size() > 1 ? split(url.back(), '&') : Words())
      EXPECT_THAT(known, Contains(split(parameter, '=').front())) << list["path"];
  }
}

TEST_F(Documented, are_lists_of_every_stream) {
  for (const auto& stream : github->facts().streams)
    EXPECT_TRUE(std::ranges::any_of(lists, [&](const Json& list) { return list["stream"] == stream.name; }))
        << stream.name;
}

TEST_F(Documented, are_answers_that_can_be_read) {
  for (const auto& list : lists) {
    ASSERT_FALSE(list["examples"].empty()) << list["path"];
    for (const auto& example : list["examples"]) {
      const std::string body = example.dump();
      const auto content = read(query_of(list), body);
      for (const auto& seen : content.observations) {
        EXPECT_NE(body.find(seen.raw), std::string::npos) << list["path"];
        EXPECT_NE(github->facts().type(seen.type), nullptr) << seen.type;
        EXPECT_FALSE(seen.key.empty()) << list["path"];
      }
    }
  }
}

/// A list of issues is read by two streams, each of which takes its own elements.
TEST_F(Documented, are_elements_none_of_which_is_left_out) {
  std::map<std::string, std::size_t> taken, told;
  for (const auto& list : lists) {
    const std::string body = list["examples"].front().dump();
    const auto content = read(query_of(list), body);
    const std::string key = list["path"] == "/repos/{owner}/{repo}/issues" ? "" : std::string(list["path"]);
    taken[key] += content.members.size();
    told[key] = list["examples"].front().is_array() ? list["examples"].front().size() : 1;
  }
  taken.erase("");
  told.erase("");
  EXPECT_EQ(taken, told);
}

}  // namespace
}  // namespace locker
