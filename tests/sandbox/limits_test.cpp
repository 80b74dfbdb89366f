#include <future>

#include "sandbox/sandbox_fixture.hpp"

namespace sandbox {
namespace {

using SandboxLimits = SandboxTest;

TEST_F(SandboxLimits, ends_the_own_posts_at_three_thousand_two_hundred_with_an_empty_page) {
  Settings settings;
  settings.sizes.posts = 3300;
  settings.sizes.mentions = 850;
  start(std::move(settings));
  int pages = 0;
  const auto ids = walk(of_me("tweets") + "?max_results=100", &pages);
  EXPECT_EQ(ids.size(), 3200u);
  EXPECT_EQ(pages, 33);
  EXPECT_EQ(walk(of_me("mentions") + "?max_results=100").size(), 800u);
}

TEST_F(SandboxLimits, drops_the_bookmarks_token_at_a_hundred_a_page_only) {
  Settings settings;
  settings.sizes.bookmarks = 650;
  start(std::move(settings));
  EXPECT_LE(walk(of_me("bookmarks") + "?max_results=100").size(), 300u);
  EXPECT_EQ(walk(of_me("bookmarks") + "?max_results=90").size(), 650u);
}

TEST_F(SandboxLimits, limits_by_the_table_and_opens_again_when_the_window_ends) {
  start();
  for (int i = 0; i < 15; ++i) EXPECT_EQ(status(of_me("blocking")), 200);
  const auto refused = get(of_me("blocking"));
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->get_header_value("x-rate-limit-limit"), "15");
  EXPECT_EQ(refused->get_header_value("x-rate-limit-remaining"), "0");
  EXPECT_EQ(std::stoll(refused->get_header_value("x-rate-limit-reset")) >
                question("clock")["now"].get<std::int64_t>(),
            true);
  EXPECT_EQ(status(of_me("muting")), 200);
  order("clock", {{"advance", 901}});
  EXPECT_EQ(status(of_me("blocking")), 200);
}

TEST_F(SandboxLimits, counts_requests_and_resources_by_endpoint) {
  start();
  order("counters/reset", {});
  get(of_me("tweets") + "?max_results=5");
  get(of_me("liked_tweets") + "?max_results=7&expansions=author_id");
  const json counters = question("counters");
  EXPECT_EQ(counters["requests"]["total"], 2);
  EXPECT_EQ(counters["requests"]["by_endpoint"]["/2/users/:id/tweets"], 1);
  EXPECT_EQ(counters["resources"]["total"], 12);
  EXPECT_EQ(counters["resources"]["by_endpoint"]["/2/users/:id/liked_tweets"], 7);
  EXPECT_GT(counters["resources"]["included"], 0);
  EXPECT_EQ(question("requests")[0]["query"], "max_results=5");
}

TEST_F(SandboxLimits, answers_unknown_paths_with_an_empty_404) {
  start();
  const auto answer = get("/2/users/" + me_ + "/articles");
  EXPECT_EQ(answer->status, 404);
  EXPECT_TRUE(answer->body.empty());
}

TEST_F(SandboxLimits, takes_many_connections_at_once) {
  start();
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 100; ++i)
    answers.push_back(std::async(std::launch::async, [this] {
      loopback::Client one("127.0.0.1", server_->port());
      const auto answer = one.Get("/2/users/me", {{"Authorization", "Bearer " + token_}});
      return answer ? answer->status : 0;
    }));
  int refused = 0;
  for (auto& answer : answers) refused += answer.get() == 429;
  EXPECT_EQ(refused, 25);
}

}  // namespace
}  // namespace sandbox
