#include "connectors/twitter/tests/unit/twitter_fixture.hpp"

namespace locker {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class RequestsTest : public test::TwitterFixture {
 protected:
  [[nodiscard]] std::string url(const sync::PageQuery& query) const {
    return twitter->page_request(query).url;
  }
};

TEST_F(RequestsTest, ask_for_what_is_newer_than_the_mark) {
  auto tweets = query("tweets");
  tweets.since_id = "1000";
  tweets.token = "a b";
  EXPECT_THAT(url(tweets), StartsWith("https://api.example/2/users/42/tweets?max_results=100&since_id=1000&"
                                      "pagination_token=a%20b&tweet.fields="));
}

TEST_F(RequestsTest, ask_with_the_old_names_first_and_with_the_new_where_those_are_taken) {
  EXPECT_THAT(url(query("likes")), HasSubstr("referenced_tweets"));
  auto likes = query("likes");
  likes.service.dialect = "post";
  EXPECT_THAT(url(likes), HasSubstr("post.fields="));
  EXPECT_THAT(url(likes), Not(HasSubstr("tweet.fields")));
}

TEST_F(RequestsTest, go_to_each_streams_own_endpoint) {
  const std::pair<sync::PageQuery, const char*> expected[] = {
      {query("mentions"), "/2/users/42/mentions?"},
      {query("likes"), "/2/users/42/liked_tweets?"},
      {query("bookmarks"), "/2/users/42/bookmarks?"},
      {query("followers"), "/2/users/42/followers?"},
      {query("following"), "/2/users/42/following?"},
      {query("lists", "owned"), "/2/users/42/owned_lists?"},
      {query("lists", "followed"), "/2/users/42/followed_lists?"},
      {query("blocks"), "/2/users/42/blocking?"},
      {query("mutes"), "/2/users/42/muting?"},
      {query("home"), "/2/users/42/timelines/reverse_chronological?"},
      {query("dms"), "/2/dm_events?"},
      {query("list-members", "77"), "/2/lists/77/members?"},
  };
  for (const auto& [asked, path] : expected)
    EXPECT_THAT(url(asked), StartsWith(std::string("https://api.example") + path));
}

TEST_F(RequestsTest, of_what_is_told_in_one_answer_have_no_size) {
  auto folder = query("bookmark-folders", "9/9");
  folder.size = 0;
  EXPECT_EQ(url(folder), "https://api.example/2/users/42/bookmarks/folders/9%2F9");
  auto profile = query("profile");
  profile.size = 0;
  EXPECT_THAT(url(profile), Not(HasSubstr("max_results")));
}

TEST_F(RequestsTest, look_up_many_at_once) {
  sync::LookupQuery lookup;
  lookup.service.api_base = "https://api.example";
  lookup.ids = {"1", "2"};
  EXPECT_THAT(twitter->lookup_request(lookup).url, StartsWith("https://api.example/2/tweets?ids=1%2C2&"));
}

TEST_F(RequestsTest, every_stream_has_an_endpoint) {
  for (const auto& stream : twitter->facts().streams) {
    const std::string part = !stream.fixed_parts.empty() ? stream.fixed_parts.front()
                             : stream.parts_of.empty() || stream.parts_of == stream.name ? ""
                                                                                         : "1";
    EXPECT_THAT(url(query(stream.name, part)), StartsWith("https://api.example/2/")) << stream.name;
  }
}

TEST_F(RequestsTest, a_next_day_with_nothing_new_asks_for_few_charged_resources) {
  int resources = 0;
  for (const auto& stream : twitter->facts().streams) {
    if (!stream.on_by_default) continue;
    const int walks = std::max<int>(1, static_cast<int>(stream.fixed_parts.size()));
    if (stream.order != connector::Order::by_id) resources += walks * stream.initial_page_size;
  }
  EXPECT_LE(resources, 40);
}

}  // namespace
}  // namespace locker
