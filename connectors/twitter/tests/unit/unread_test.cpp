#include "connectors/twitter/tests/unit/twitter_fixture.hpp"
#include "lib/base/error.hpp"
#include "lib/store/dump.hpp"
#include "lib/store/write/writer.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kMedia[] =
    R"({"media":[{"media_key":"3_1","type":"photo","views":1}],"places":[{"id":"p","n":1}],)"
    R"("tweets":[{"id":"5","text":"all that was said","author_id":"7"}],)"
    R"("users":[{"id":"7","username":"ann","name":"Ann"}]})";

/// All relevant kinds: plain, unusually spelled, and with included objects.
const std::vector<std::string> kPosts = {
    R"({"id":"30","text":"plain one","public_metrics":{"like_count":1},"edit_history_tweet_ids":["30"]})",
    R"({"entities":{"id":"9","mentions":[{"id":"8","username":"bob"}]},"text":"odd }] \" \\", "id" : "29" })",
    R"({"id":"28","text":"a photo","attachments":{"media_keys":["3_1"]}})",
    R"({"id":"27","text":"RT @ann: all th…","referenced_tweets":[{"type":"retweeted","id":"5"}]})",
    R"({"id":"26","text":"edited","edit_history_tweet_ids":["25","26"]})",
    R"({"id":"24","text":"here","geo":{"place_id":"p"}})",
    R"({"id":"23","text":"plain \u00e9 \ud83d one","conversation_id":"23","n":18446744073709551616})",
    R"({"id":"22","text":"an answer","conversation_id":"20","referenced_tweets":[{"type":"replied_to","id":"20"}]})",
    R"({"id":"21","text":"first","id":"19","edit_history_post_ids":["21"]})",
};

std::string page_of(const std::vector<std::string>& posts, const std::string& includes = kMedia) {
  std::string body = R"({"data":[)";
  for (const auto& post : posts) body += (body.back() == '[' ? "" : ", ") + post;
  return body + R"(],"includes":)" + includes + R"(,"meta":{"result_count":)" + std::to_string(posts.size()) +
         R"(,"next_token":"n"}})";
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

class UnreadTest : public test::TwitterFixture {
 protected:
  sync::PageContent read_again(const std::string& body) {
    auto asked = query("tweets");
    asked.likely_stored = true;
    answer = {200, {}, body};
    return twitter->read_page(asked, answer);
  }

  /// Returns the archive and the counts after a separate walk over each of these pages. `unread`: pages after
  /// the first are read without parsing where possible.
  std::string outcome(const std::vector<std::string>& pages, bool unread) {
    const test::TemporaryFolder folder;
    const Home home(folder.path() / "home");
    const auto registry = connector::compiled_in();
    store::Writer writer(home, registry);
    Instant now = from_millis(1'790'000'000'000);
    writer.ensure_account("twitter", "twitter", std::nullopt, now);
    std::string text;
    store::Cursor cursor;
    for (const auto& body : pages) {
      now += std::chrono::hours(30);
      const auto content = ++cursor.walk > 1 && unread ? read_again(body) : read("tweets", body);
      auto page = writer.begin_page("twitter", {"tweets", ""}, cursor.walk, 0, now, now);
      const auto result = page.store(content.observations, content.members);
      cursor.settled = cursor.walk;
      page.save_cursor(cursor);
      page.commit();
      for (const auto count :
           {result.counts.created, result.counts.updated, result.counts.unchanged, result.counts.added,
            result.fresh, result.known, std::int64_t(result.in_order)})
        text += std::to_string(count) + " ";
      text += content.next_token + content.newest + content.oldest + std::to_string(content.charges.size()) +
              "\n";
    }
    store::dump(store::Database::open_for_reading(home),
                [&](std::string_view line) { text.append(line) += '\n'; });
    return text;
  }

  void expect_no_difference(const std::string& second) {
    const std::vector<std::string> pages = {page_of(kPosts), second, second};
    EXPECT_EQ(outcome(pages, true), outcome(pages, false)) << second;
  }
};

TEST_F(UnreadTest, are_the_posts_of_which_all_is_told_by_their_own_bytes) {
  const auto content = read_again(page_of(kPosts));
  std::vector<std::string> unread, members;
  for (const auto& seen : content.observations)
    if (seen.read) unread.push_back(seen.key);
  for (const auto& member : content.members) members.push_back(member.key);
  EXPECT_THAT(unread, ElementsAre("30", "29", "23", "21"));
  EXPECT_THAT(members, ElementsAre("30", "29", "28", "27", "25", "24", "23", "22", "21"));
  EXPECT_EQ(content.observations.size(), kPosts.size() + 2) << "with those beside them";
  EXPECT_EQ(find(content, "27").text, "RT @ann: all that was said");
  EXPECT_EQ(content.next_token, "n");
  for (const auto& seen : content.observations)
    EXPECT_TRUE(seen.raw.data() >= answer.body.data() &&
                seen.raw.data() < answer.body.data() + answer.body.size());
}

TEST_F(UnreadTest, tell_the_same_once_they_are_read) {
  const std::string body = page_of(kPosts);
  const auto unread = read_again(body);
  for (const auto& seen : unread.observations) {
    if (!seen.read) continue;
    const store::Observation whole = seen.read(seen.raw);
    EXPECT_EQ(whole.key, seen.key);
    EXPECT_EQ(whole.type, seen.type);
    EXPECT_EQ(whole.shape, seen.shape);
    EXPECT_EQ(whole.order, seen.order);
    EXPECT_EQ(whole.raw.data(), seen.raw.data());
  }
}

TEST_F(UnreadTest, leave_the_archive_as_reading_them_does) {
  const std::string first = page_of(kPosts);
  expect_no_difference(first);
  expect_no_difference(changed(first, "plain one", "plain two"));
  expect_no_difference(changed(first, R"("like_count":1)", R"("like_count":2)"));
  expect_no_difference(changed(first, R"("29" })", R"("29"})"));
  expect_no_difference(changed(first, R"("here")", R"("there")"));
  expect_no_difference(page_of(kPosts, changed(kMedia, R"("views":1)", R"("views":2)")));
  expect_no_difference(page_of(kPosts, changed(kMedia, "all that", "all this")));
  expect_no_difference(page_of(kPosts, "{}"));
  expect_no_difference(page_of({kPosts[6], kPosts[0], kPosts[0], R"({"id":"31","text":"new"})", kPosts[1]}));
  expect_no_difference(page_of({kPosts[0], R"({"\u0069d":"29","id":"1","text":"hidden"})", kPosts[1]}));
  expect_no_difference(page_of({}));
}

TEST_F(UnreadTest, show_a_change_of_one_byte) {
  const std::string first = page_of(kPosts);
  const std::vector<std::string> same = {first, first};
  const std::vector<std::string> other = {first, changed(first, "plain one", "plain ome")};
  EXPECT_NE(outcome(same, true), outcome(other, true));
  EXPECT_THAT(outcome(other, true), testing::HasSubstr("plain ome"));
}

TEST_F(UnreadTest, are_refused_by_what_stores_them_if_they_are_broken) {
  const std::string first = page_of(kPosts);
  for (const auto& broken : {changed(first, R"("text":"plain one")", R"("text":"plain \x")"),
                             changed(first, R"(:1},"edit)", R"(:tru},"edit)"),
                             changed(first, R"("like_count":1})", R"("like_count":1])")})
    EXPECT_THROW(outcome({first, broken}, true), Error) << broken;
  EXPECT_THROW(read_again(changed(first, R"("result_count")", R"("result_count)")), Error);
  EXPECT_THROW(read_again(R"({"data":[{"text":"no id"}],"meta":{}})"), Error);
  EXPECT_THROW(read_again(R"({"data":[{"id":"","text":"no id"}],"meta":{}})"), Error);
  EXPECT_THROW(read_again(R"({"data":[{"id":"1"}],"meta":{}} garbage)"), Error);
  EXPECT_THAT(read_again(R"({"meta":{"result_count":0}})").members, IsEmpty());
}

TEST_F(UnreadTest, are_only_posts_that_are_stored_as_such) {
  auto asked = query("followers");
  asked.likely_stored = true;
  answer = {200, {}, R"({"data":[{"id":"7","username":"ann","name":"Ann"}],"meta":{"result_count":1}})"};
  EXPECT_EQ(twitter->read_page(asked, answer).observations.at(0).name, "@ann");
}

}  // namespace
}  // namespace locker
