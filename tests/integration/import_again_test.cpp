#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/integration/import_fixture.hpp"

namespace locker::test {
namespace {

/// Later archives of the same user, or the same archive imported again.
class ImportAgain : public Import {
 protected:
  /// Writes a single member of an archive.
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  Words items() const {
    Words lines;
    for (const auto& row : query({"--type", "item", "--all"})) lines.push_back(row["id"]);
    return lines;
  }
  Words kept() const {
    return lines_of(locker({"query", "--format", "jsonl", "--sql",
                            "SELECT id, raw FROM versions WHERE type IN ('item/twitter', 'private/twitter')"
                            " ORDER BY id"})
                        .out);
  }
  std::string sum_of(const std::string& text) const {
    write("text", text);
    return run({"/usr/bin/sha256sum", path("text")}, {{"PATH", "/usr/bin:/bin"}}).out.substr(0, 24);
  }
};

TEST_F(ImportAgain, what_a_newer_archive_tells_more_of_is_no_other_thing) {
  make("a.zip");
  expect_import({"a.zip"});
  write("moment.js", R"(x = [ { "moment" : { "momentId" : "31", "title" : "A day at sea" } } ])");
  write("tweetdeck.js", R"(x = [ { "deck" : { "title" : "Personal", "columns" : [ 1, 2 ] } } ])");
  expect_import({"moment.js"});
  expect_import({"tweetdeck.js"});
  const auto before = items();
  EXPECT_EQ(before.size(), 2U);
  write("moment.js", R"(x=[{"moment":{"momentId":"31","title":"A day at sea","favoriteCount":"4"}}])");
  write("tweetdeck.js", R"(x=[{"deck":{"columns":[1,2],"title":"Personal"}}])");
  expect_import({"moment.js"});
  expect_import({"tweetdeck.js"});
  EXPECT_EQ(items(), before);
  EXPECT_EQ(one("SELECT count(*) FROM versions WHERE type = 'item/twitter'"), "3");
}

/// Items were formerly identified by a digest of their bytes.
TEST_F(ImportAgain, an_item_that_a_locker_knows_by_an_earlier_key_is_not_doubled) {
  make("a.zip", {"--with", "items,private"});
  expect_import({"a.zip"}, {"--private"});
  const auto before = kept();
  {
    SQLite::Database database(home / "locker.db", SQLite::OPEN_READWRITE);
    for (const auto& line : before) {
      const json row = json::parse(line);
      const std::string id = row["id"], raw = row["raw"];
      database.exec("UPDATE record SET key = '" + id.substr(0, id.find(':') + 1) + sum_of(raw) +
                    "' WHERE key = '" + id + "'");
    }
  }
  EXPECT_NE(kept(), before);
  expect_import({"a.zip"}, {"--private"});
  EXPECT_EQ(kept(), before);
}

/// A byte of another encoding, and a truncated file.
TEST_F(ImportAgain, elements_that_are_whole_are_read_beside_one_that_is_not) {
  make("a.zip");
  expect_import({"a.zip"});
  const auto before = members("likes").size();
  const std::string first = R"(x = [{"like":{"tweetId":"71"}},{"like":{"tweetId":"72","fullText":"caf)";
  for (const std::string rest :
       {"\xe9\"}},{\"like\":{\"tweetId\":\"73\"}}]", "\"}},{\"like\":{\"tweetId\":\"7"}) {
    write("like.js", first + rest);
    for (const Words& options : {Words{"--dry-run"}, Words{}}) {
      const Outcome outcome = import({"like.js"}, options);
      EXPECT_EQ(outcome.code, options.empty() ? 3 : outcome.code);
      EXPECT_EQ(outcome.out, "like.js\timported\t2\n");
      EXPECT_NE(outcome.err.find("like.js: 1 is not read: element "), std::string::npos) << outcome.err;
    }
  }
  EXPECT_EQ(members("likes").size(), before + 3);
}

TEST_F(ImportAgain, what_an_archive_lacks_of_a_stream_is_told_then_and_later_until_it_comes) {
  make("whole");
  for (const bool is_there : {false, true}) {
    begin_anew();
    std::filesystem::remove_all(path("part"));
    std::filesystem::copy(path("whole"), path("part"), std::filesystem::copy_options::recursive);
    const std::string tweets = path("part") + "/data/tweets.js";
    std::filesystem::remove(tweets);
    if (is_there) write("part/data/tweets.js", "window.YTD.tweets.part0 = []");
    const Outcome outcome = import({"part"});
    EXPECT_EQ(outcome.code, 3);
    const std::string said = is_there ? "data/tweets.js: 50 that the manifest counts are not in it"
                                      : "data/tweets.js is missing: the manifest names it";
    EXPECT_NE(outcome.err.find(said), std::string::npos) << outcome.err;
    const std::string gap = "gap in tweets: not all of the archive of 2024-05-01: data/tweets.js";
    EXPECT_NE(locker({"status"}).out.find(gap), std::string::npos) << locker({"status"}).out;
    expect_import({"whole"});
    EXPECT_EQ(locker({"status"}).out.find("gap in tweets"), std::string::npos) << locker({"status"}).out;
  }
}

TEST_F(ImportAgain, a_gap_names_what_an_archive_still_lacks_when_a_part_of_it_has_come) {
  make("a", {"--with", "circle"});
  const std::string tweets = text_of(path("a") + "/data/tweets.js");
  std::filesystem::remove(path("a") + "/data/tweets.js");
  std::filesystem::remove(path("a") + "/data/twitter-circle-tweet.js");
  EXPECT_EQ(import({"a"}).code, 3);
  const std::string gap = "gap in tweets: not all of the archive of 2024-05-01: data/";
  EXPECT_NE(locker({"status"}).out.find(gap + "tweets.js"), std::string::npos) << locker({"status"}).out;
  write("a/data/tweets.js", tweets);
  EXPECT_EQ(import({"a"}).code, 3);
  const std::string status = locker({"status"}).out;
  EXPECT_NE(status.find(gap + "twitter-circle-tweet.js"), std::string::npos) << status;
  EXPECT_EQ(status.find("data/tweets.js"), std::string::npos) << status;
}

/// Some of the user's own posts were formerly not members of the stream.
TEST_F(ImportAgain, posts_that_a_locker_has_beside_their_stream_join_it) {
  make("a.zip", {"--with", "circle"});
  expect_import({"a.zip"});
  const auto before = members("tweets");
  {
    SQLite::Database database(home / "locker.db", SQLite::OPEN_READWRITE);
    const std::string that = " WHERE record IN (SELECT record_id FROM records WHERE text = 'for few')";
    database.exec("DELETE FROM membership" + that + "; DELETE FROM change" + that +
                  " AND stream IS NOT NULL;"
                  " UPDATE import SET stream = '' WHERE member LIKE '%circle%'");
  }
  EXPECT_EQ(members("tweets").size(), before.size() - 1);
  expect_import({"a.zip"});
  EXPECT_EQ(members("tweets").size(), before.size());
  EXPECT_EQ(locker({"verify"}).out.find("stream"), std::string::npos) << locker({"verify"}).out;
}

TEST_F(ImportAgain, messages_that_an_archive_lacks_are_a_gap_until_they_come) {
  make("whole");
  for (const bool is_there : {false, true}) {
    begin_anew();
    std::filesystem::remove_all(path("part"));
    std::filesystem::copy(path("whole"), path("part"), std::filesystem::copy_options::recursive);
    std::filesystem::remove(path("part") + "/data/direct-messages.js");
    if (is_there) write("part/data/direct-messages.js", "window.YTD.direct_messages.part0 = []");
    const Outcome outcome = import({"part"});
    EXPECT_EQ(outcome.code, 3);
    const std::string said = is_there ? "data/direct-messages.js: 1 that the manifest counts is not in it"
                                      : "data/direct-messages.js is missing: the manifest names it";
    EXPECT_NE(outcome.err.find(said), std::string::npos) << outcome.err;
    const std::string gap = "gap in dms: not all of the archive of 2024-05-01: data/direct-messages.js";
    EXPECT_NE(locker({"status"}).out.find(gap), std::string::npos) << locker({"status"}).out;
    expect_import({"whole"});
    EXPECT_EQ(locker({"status"}).out.find("gap in dms"), std::string::npos) << locker({"status"}).out;
  }
}

TEST_F(ImportAgain, posts_that_a_list_of_all_names_and_nothing_tells_are_a_gap) {
  make("a", {"--with", "headers"});
  const std::string list = path("a") + "/data/tweet-headers.js", whole = text_of(list);
  EXPECT_NE(import({"a"}).out.find("data/tweet-headers.js\tchecked\t3\n"), std::string::npos);
  const std::string id = one("SELECT id FROM tweets");
  const std::string mark = "SELECT coalesce(mark, 'none') FROM streams WHERE stream = 'tweets'";
  EXPECT_NE(one(mark), "none");
  begin_anew();
  write("a/data/tweet-headers.js",
        whole.substr(0, whole.rfind(']')) + R"(, {"tweet":{"tweet_id":"1650000000000000777"}} ])");
  const Outcome outcome = import({"a"});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_NE(outcome.err.find("data/tweet-headers.js: 1 that it lists is in no other member"),
            std::string::npos)
      << outcome.err;
  const std::string gap =
      "gap in tweets: not all of the archive of 2024-05-01: 1 that data/tweet-headers.js lists";
  EXPECT_NE(locker({"status"}).out.find(gap), std::string::npos) << locker({"status"}).out;
  EXPECT_EQ(one(mark), "none");
  write("a/data/tweet-headers.js", whole);
  ASSERT_EQ(locker({"forget", "twitter:" + id}).code, 0);
  EXPECT_EQ(import({"a"}).code, 0) << "what was forgotten is not missing";
  EXPECT_EQ(locker({"status"}).out.find("gap in"), std::string::npos) << locker({"status"}).out;
}

}  // namespace
}  // namespace locker::test
