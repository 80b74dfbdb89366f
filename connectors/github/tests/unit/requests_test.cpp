#include <gmock/gmock.h>

#include "connectors/github/tests/unit/github_fixture.hpp"

namespace locker {
namespace {

class GitHubRequests : public test::GitHubFixture {
 protected:
  [[nodiscard]] std::string url(const std::string& stream, const std::string& part = {},
                                const std::string& subject = {}) const {
    return github->page_request(query(stream, part, subject)).url;
  }
};

TEST_F(GitHubRequests, carry_the_version_of_the_api) {
  const auto request = github->page_request(query("profile"));
  EXPECT_EQ(http::find_header(request.headers, "X-GitHub-Api-Version"), "2022-11-28");
  EXPECT_EQ(http::find_header(request.headers, "Accept"), "application/vnd.github+json");
  EXPECT_EQ(
      http::find_header(github->identify_request(query("profile").service).headers, "X-GitHub-Api-Version"),
      "2022-11-28");
}

TEST_F(GitHubRequests, ask_for_the_time_of_a_star) {
  EXPECT_EQ(http::find_header(github->page_request(query("starred")).headers, "Accept"),
            "application/vnd.github.star+json");
}

TEST_F(GitHubRequests, lead_to_the_list_of_each_stream_and_part) {
  EXPECT_EQ(url("profile"), "https://api.example/user");
  EXPECT_EQ(url("events"), "https://api.example/users/octocat/events?per_page=100");
  EXPECT_EQ(url("issues", "assigned"),
            "https://api.example/issues?filter=assigned&state=all&sort=updated&direction=desc&per_page=100");
  EXPECT_EQ(url("issues", "1", "o/r"),
            "https://api.example/repos/o/r/issues?state=all&sort=updated&direction=desc&per_page=100");
  EXPECT_EQ(url("comments", "1", "o/r"),
            "https://api.example/repos/o/r/issues/comments?sort=updated&direction=desc&per_page=100");
  EXPECT_EQ(url("comments", "1:review", "o/r"),
            "https://api.example/repos/o/r/pulls/comments?sort=updated&direction=desc&per_page=100");
  EXPECT_EQ(url("comments", "1:commit", "o/r"), "https://api.example/repos/o/r/comments?per_page=100");
  EXPECT_EQ(url("reviews", "9", "o/r/pulls/8"), "https://api.example/repos/o/r/pulls/8/reviews?per_page=100");
  EXPECT_EQ(url("commits", "1", "o/a b"),
            "https://api.example/repos/o/a%20b/commits?author=octocat&per_page=100");
}

TEST_F(GitHubRequests, exist_for_every_stream) {
  for (const auto& stream : github->facts().streams) {
    const bool of_a_member = !stream.parts_of.empty();
    EXPECT_NE(url(stream.name, of_a_member ? "1" : "", of_a_member ? "o/r" : ""), "") << stream.name;
    for (const auto& part : stream.fixed_parts) EXPECT_NE(url(stream.name, part), "") << stream.name;
  }
}

/// Something always changes without moving its element to the top: a label's name, a thread that was read.
TEST_F(GitHubRequests, read_all_of_every_list_now_and_then_but_what_never_changes) {
  for (const auto& stream : github->facts().streams) {
    const bool stops_early =
        stream.order == connector::Order::by_update || stream.order == connector::Order::by_addition;
    const bool never_changes = stream.type == "event/github";
    EXPECT_EQ(stream.full_interval_s > 0, stops_early && !never_changes) << stream.name;
  }
}

TEST_F(GitHubRequests, every_type_that_is_read_is_stated) {
  for (const auto& stream : github->facts().streams) EXPECT_NE(github->facts().type(stream.type), nullptr);
}

}  // namespace
}  // namespace locker
