#include "connectors/twitter/posts.hpp"

#include "connectors/twitter/tests/unit/twitter_fixture.hpp"

namespace locker {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using PostsTest = test::TwitterFixture;

// 1800000000000000000 was issued at 2024-06-10T03:00:17.039Z.
constexpr char kPlain[] =
    R"({"id":"1800000000000000000","text":"a &amp;amp; b &lt;3","author_id":"42",)"
    R"("created_at":"2024-06-10T03:00:17.000Z","edit_history_tweet_ids":["1800000000000000000"]})";

TEST_F(PostsTest, becomes_a_record_with_the_bytes_as_they_came) {
  const std::string odd = R"({ "text" : "\u00e9\uD83D\uDE1D", "id":"9007199254740993" , "n":1.0e+2 })";
  const auto seen = read_post(odd);
  EXPECT_EQ(seen.raw, odd);
  EXPECT_EQ(seen.type, "status/twitter");
  EXPECT_EQ(seen.key, "9007199254740993");
  EXPECT_EQ(seen.shape, "post");
  EXPECT_EQ(seen.text, "é😝");
}

TEST_F(PostsTest, has_its_own_time_and_author) {
  const auto seen = read_post(kPlain);
  EXPECT_EQ(seen.time, parse_rfc3339("2024-06-10T03:00:17Z"));
  EXPECT_EQ(seen.author, "42");
  EXPECT_EQ(seen.order, 1800000000000000000);
  EXPECT_THAT(seen.aliases, IsEmpty());
}

TEST_F(PostsTest, decodes_entities_once) { EXPECT_EQ(read_post(kPlain).text, "a &amp; b <3"); }

TEST_F(PostsTest, expands_links_and_drops_those_of_its_own_media) {
  const auto seen = read_post(
      R"({"id":"5","text":"see https://t.co/abc, https://t.co/abcd https://t.co/pic","entities":{"urls":[)"
      R"({"url":"https://t.co/abc","expanded_url":"https://example.org/a?b=1&c=2","display_url":"example.org"},)"
      R"({"url":"https://t.co/abcd","expanded_url":"https://x.com/other/status/7/photo/1","display_url":"x.com/o"},)"
      R"({"url":"https://t.co/pic","expanded_url":"https://x.com/me/status/5/photo/1","display_url":"pic.x.com/1","media_key":"3_1"}]}})");
  EXPECT_EQ(seen.text, "see https://example.org/a?b=1&c=2, https://x.com/other/status/7/photo/1");
}

TEST_F(PostsTest, shows_the_whole_of_a_long_post) {
  const auto seen = read_post(
      R"({"id":"5","text":"beginning… https://t.co/more","note_tweet":{"text":"beginning &amp; end https://t.co/x",)"
      R"("entities":{"urls":[{"url":"https://t.co/x","expanded_url":"https://example.org/"}]}}})");
  EXPECT_EQ(seen.text, "beginning & end https://example.org/");
}

TEST_F(PostsTest, shows_the_whole_of_what_a_repost_repeats) {
  const auto seen = read_post(
      R"({"id":"9","text":"RT @ann: cut of…","author_id":"42","referenced_tweets":[{"type":"retweeted","id":"5"}]})",
      R"({"tweets":[{"id":"5","text":"cut off &lt;no more&gt;","author_id":"7"}],"users":[{"id":"7","username":"ann","name":"Ann"}]})");
  EXPECT_EQ(seen.text, "RT @ann: cut off <no more>");
}

TEST_F(PostsTest, tells_whose_text_a_repost_shows_and_what_is_its_own) {
  const std::string raw =
      R"({"id":"9","text":"RT @ann: cut &amp;\u2026","referenced_tweets":[{"type":"retweeted","id":"5"}]})";
  const auto seen = read_post(
      raw,
      R"({"tweets":[{"id":"5","text":"cut & no more","edit_history_tweet_ids":["4","5"],"author_id":"7"}]})");
  ASSERT_TRUE(seen.repeats);
  EXPECT_EQ(seen.repeats->key, "4");
  EXPECT_EQ(seen.repeats->own_text, "RT @ann: cut &…");
  EXPECT_FALSE(read_post(raw).repeats) << "nothing came beside it";
  EXPECT_FALSE(read_post(kPlain).repeats);
}

TEST_F(PostsTest, tells_what_a_repost_repeats_from_its_bytes_alone) {
  const auto repeated = connectors::twitter::repeated_in(
      R"({"id":"9","text":"RT @ann: cut&lt;","referenced_posts":[{"type":"reposted","id":"5"}]})");
  ASSERT_TRUE(repeated);
  EXPECT_EQ(repeated->key, "5");
  EXPECT_EQ(repeated->own_text, "RT @ann: cut<");
  EXPECT_FALSE(connectors::twitter::repeated_in(kPlain));
}

TEST_F(PostsTest, keeps_its_own_text_where_the_repeated_post_is_not_there) {
  const auto seen = read_post(
      R"({"id":"9","text":"RT @ann: cut of…","referenced_tweets":[{"type":"retweeted","id":"5"}]})");
  EXPECT_EQ(seen.text, "RT @ann: cut of…");
}

TEST_F(PostsTest, does_not_take_a_quote_for_a_repost) {
  const auto seen = read_post(R"({"id":"9","text":"mine","referenced_tweets":[{"type":"quoted","id":"5"}]})",
                              R"({"tweets":[{"id":"5","text":"theirs"}]})");
  EXPECT_EQ(seen.text, "mine");
}

TEST_F(PostsTest, an_edited_one_is_known_by_the_first_id_of_its_chain) {
  const auto seen =
      read_post(R"({"id":"1800000004194304000","text":"better","created_at":"2024-06-10T03:00:18.000Z",)"
                R"("edit_history_tweet_ids":["1800000000000000000","1800000004194304000"]})");
  EXPECT_EQ(seen.key, "1800000000000000000");
  EXPECT_THAT(seen.aliases, ElementsAre("1800000004194304000"));
  EXPECT_EQ(seen.order, 1800000004194304000);
  EXPECT_EQ(seen.time, parse_rfc3339("2024-06-10T03:00:17Z"));
}

TEST_F(PostsTest, reads_the_new_names_of_fields_like_the_old) {
  const auto seen = read_post(
      R"({"id":"12","text":"RT @ann: x…","edit_history_post_ids":["10","12"],"referenced_posts":[{"type":"reposted","id":"5"}]})",
      R"({"posts":[{"id":"5","text":"x…","note_post":{"text":"x and y"}}]})");
  EXPECT_EQ(seen.key, "10");
  EXPECT_EQ(seen.text, "RT @ann: x and y");
}

TEST_F(PostsTest, carries_the_media_polls_and_places_that_it_names) {
  const auto seen = read_post(
      R"({"id":"9","text":"t","attachments":{"media_keys":["3_1","3_9"],"poll_ids":["77"]},"geo":{"place_id":"p1"}})",
      R"({"media":[{"media_key":"3_1", "type":"photo"},{"media_key":"3_2","type":"photo"}],)"
      R"("polls":[{"id":"77","options":[]}],"places":[{"id":"p1","full_name":"Bonn"}]})");
  ASSERT_EQ(seen.parts.size(), 3u);
  EXPECT_EQ(seen.parts[0].kind, "media");
  EXPECT_EQ(seen.parts[0].raw, R"({"media_key":"3_1", "type":"photo"})");
  EXPECT_EQ(seen.parts[1].key, "77");
  EXPECT_EQ(seen.parts[2].kind, "place");
}

TEST_F(PostsTest, what_comes_beside_them_are_records_of_a_lesser_shape) {
  const auto content =
      read("likes", R"({"data":[{"id":"9","text":"t"}],"includes":{"tweets":[{"id":"5","text":"q"}],)"
                    R"("users":[{"id":"7","username":"ann","name":"Ann"}]},"meta":{"result_count":1}})");
  EXPECT_EQ(find(content, "5").shape, "included");
  EXPECT_EQ(find(content, "7").type, "contact/twitter");
  EXPECT_EQ(find(content, "7").shape, "included");
  ASSERT_EQ(content.members.size(), 1u);
  EXPECT_EQ(content.members.front().key, "9");
  EXPECT_EQ(content.included, 2);
  ASSERT_EQ(content.charges.size(), 1u);
  EXPECT_EQ(content.charges.front().price, 1'000);
}

TEST_F(PostsTest, the_latest_edit_on_a_page_comes_before_the_others_of_its_chain) {
  const auto content =
      read("likes",
           R"({"data":[{"id":"4","text":"d"},{"id":"1","text":"a","edit_history_tweet_ids":["1","2","3"]}],)"
           R"("includes":{"tweets":[{"id":"2","text":"b","edit_history_tweet_ids":["1","2","3"]},)"
           R"({"id":"3","text":"c","edit_history_tweet_ids":["1","2","3"]}]},"meta":{"result_count":2}})");
  std::vector<std::string> texts;
  for (const auto& seen : content.observations) texts.push_back(seen.text);
  EXPECT_THAT(texts, ::testing::ElementsAre("d", "c", "a", "b"));
  EXPECT_EQ(content.members.back().key, "1");
}

TEST_F(PostsTest, a_folder_tells_only_which_they_are) {
  const auto content =
      read("bookmark-folders", R"({"data":[{"id":"1800000000000000000"}],"meta":{"next_token":"t"}})", "77");
  EXPECT_EQ(content.observations.front().shape, "reference");
  EXPECT_EQ(content.observations.front().time, parse_rfc3339("2024-06-10T03:00:17Z"));
  EXPECT_EQ(content.next_token, "");
  EXPECT_TRUE(content.is_truncated);
}

TEST_F(PostsTest, of_one_second_keep_the_order_of_their_ids) {
  const auto first = read_post(R"({"id":"1800000000000000000","text":""})").tiebreak;
  const auto second = read_post(R"({"id":"1800000000004194304","text":""})").tiebreak;
  EXPECT_LT(first, second);
  EXPECT_LT(second, 1u << 20);
}

}  // namespace
}  // namespace locker
