#include "tests/integration/import_fixture.hpp"

namespace locker::test {
namespace {

TEST_F(Import, everything_of_an_archive_comes_in) {
  const json truth = make("a.zip", {"--with", "all"});
  expect_import({"a.zip"});
  expect_all(truth);
  EXPECT_EQ(json(members("bookmarks")), truth["bookmarks"]);
  EXPECT_EQ(members("followers").size(), 5U);
  EXPECT_EQ(members("mutes").size(), 5U);
  const auto lists = rows({"--type", "list", "--all"});
  ASSERT_FALSE(truth.at("lists").empty());
  for (const auto& id : truth["lists"]) EXPECT_TRUE(lists.contains(id)) << id;
  EXPECT_EQ(rows({"--type", "profile"}).begin()->second["text"],
            "Ada at the harbour\nBread & boats\nHarbour\nhttps://t.co/ada");
  EXPECT_EQ(one("SELECT text FROM records WHERE id = 'screen-name-change:2015-01-02T03:04:05.000Z'"),
            "@ada_old is now @harbour_ada");
  EXPECT_EQ(one("SELECT text FROM records WHERE type = 'search/twitter'"), "harbour bread");
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(Import, what_lies_in_an_archive_and_is_none_by_itself_names_the_folder_that_is) {
  make("un", {"--with", "photos"});
  std::ofstream(path("un") + "/Your archive.html") << "<html>";
  std::ofstream(path("un") + "/data/README.txt") << "About";
  std::ofstream(path("un") + "/notes.csv") << "a,b";
  const std::string media = std::filesystem::directory_iterator(path("un") + "/data/tweets_media")->path();
  for (const std::string& file :
       {path("un") + "/Your archive.html", path("un") + "/data/README.txt", path("un") + "/notes.csv", media,
        path("un") + "/data/tweets_media", path("un") + "/data/manifest.js"}) {
    const Outcome outcome = locker({"import", "twitter", file});
    EXPECT_EQ(outcome.code, 1) << file;
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_NE(outcome.err.find("give the folder that holds all of it: \"" + path("un") + "\""),
              std::string::npos)
        << outcome.err;
  }
  std::ofstream(path("torn.zip")) << "PK no more";
  EXPECT_NE(import({"torn.zip"}).err.find("no zip that can be read"), std::string::npos);
  std::filesystem::copy(path("un") + "/data/manifest.js", path("manifest.js"));
  EXPECT_NE(import({"manifest.js"}).err.find("give the archive"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(home));
}

TEST_F(Import, a_file_in_the_place_of_the_service_is_told_with_what_was_meant) {
  for (const Words& words : {Words{"import", "a.zip"}, Words{"import", "a.zip", "b.zip"}}) {
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("did you mean \"locker import twitter a.zip\"?"), std::string::npos)
        << outcome.err;
  }
}

TEST_F(Import, a_manifest_that_cannot_be_read_is_told_and_hinders_no_member) {
  const json truth = make("un");
  std::ofstream(path("un") + "/data/manifest.js") << "window.__THAR_CONFIG = { \"userInfo\" : ";
  const Outcome outcome = import({"un"});
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  EXPECT_NE(outcome.err.find("data/manifest.js is not read"), std::string::npos) << outcome.err;
  expect_posts(truth);
  EXPECT_EQ(json(members("likes")), truth["likes"]);
}

TEST_F(Import, a_member_that_cannot_be_read_hinders_no_other) {
  for (const std::string damage : {"half-json", "bad-json"}) {
    begin_anew();
    const json truth = make("a.zip", {"--damage", damage});
    const Outcome outcome = import({"a.zip"});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_NE(outcome.err.find("follower-part1.js"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.out.find("data/follower-part1.js\tunreadable"), std::string::npos);
    expect_all(truth);
    EXPECT_EQ(members("followers").size(), 5U);
  }
}

/// Larger than a transaction, so that the bad element is in the middle of much that is stored.
TEST_F(Import, an_element_that_cannot_be_read_hinders_no_other_of_its_member) {
  std::string likes = "window.YTD.like.part0 = [";
  for (int i = 0; i < 4'100; ++i)
    likes += R"({"like":{"tweetId":"90000000)" + std::to_string(10'000 + i) + R"(","fullText":"x"}},)";
  likes += R"({"like":{"fullText":"of nothing"}},{"like":{"tweetId":"77","fullText":")" +
           std::string(5 << 20, 'y') + R"("}},{"like":{"tweetId":"99","fullText":"behind"}}])";
  make("a.zip");
  expect_import({"a.zip"});
  const auto before = members("likes").size();
  std::ofstream(path("like.js")) << likes;
  for (const Words& options : {Words{"--dry-run"}, Words{}, Words{}}) {
    const Outcome outcome = import({"like.js"}, options);
    EXPECT_EQ(outcome.code, 3);
    EXPECT_NE(outcome.err.find("like.js: 2 are not read, the first is element 4101: "), std::string::npos)
        << outcome.err;
    EXPECT_EQ(outcome.out, "like.js\timported\t4101\n");
  }
  EXPECT_EQ(members("likes").size(), before + 4'101);
}

TEST_F(Import, what_was_forgotten_is_left_out_and_counted) {
  const json truth = make("a.zip", {"--with", "reactions"});
  expect_import({"a.zip"});
  const std::string message = truth["messages"].items().begin().key();
  ASSERT_EQ(locker({"forget", message}).code, 0);
  const auto elements = [](const std::string& lines) {
    const auto at = lines.find("data/direct-messages.js\timported\t");
    return std::stoi(lines.substr(at + sizeof("data/direct-messages.js\timported\t") - 1));
  };
  const Outcome again = import({"a.zip"});
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(again.err,
            "locker: twitter: data/direct-messages.js: 1 was forgotten with \"locker forget\", and is not"
            " stored again\n");
  begin_anew();
  EXPECT_EQ(elements(again.out) + 1, elements(import({"a.zip"}).out));
}

TEST_F(Import, what_is_private_is_nowhere_until_it_is_asked_for) {
  make("a.zip", {"--with", "private"});
  expect_import({"a.zip"});
  for (const char* secret : {"private-", "203.0.113", "+00private", "@example.org"})
    EXPECT_EQ(everywhere().find(secret), std::string::npos) << secret;
  const Outcome asked = import({"a.zip"}, {"--private"});
  EXPECT_EQ(asked.code, 0) << asked.err;
  EXPECT_EQ(rows({"--type", "private", "--all"}).size(), 9U);
  EXPECT_EQ(
      one("SELECT count(*) FROM versions WHERE type = 'profile/twitter' AND raw LIKE '%ada@example.org%'"),
      "1");
}

TEST_F(Import, each_member_has_its_line) {
  make("a.zip", {"--with", "private,unknown,empty,headers,entities", "--manifest-off", "1"});
  const Outcome outcome = import({"a.zip"});
  EXPECT_EQ(outcome.code, 3);
  for (const char* line :
       {"data/tweets.js\timported\t51\t52\n", "data/like.js\timported\t30\t31\n",
        "data/moment.js\tempty\t0\t1\n", "data/ip-audit.js\tprivate\t-\n", "data/account.js\tprivate\t-\n",
        "data/ad-something-new.js\tprivate\t-\n", "data/brand-new-thing.js\tunknown\t-\n",
        "data/surprise.bin\tunknown\t-\n", "data/tweet-headers.js\tskipped\t-\n", "assets/\tskipped\t2\n",
        "Your archive.html\tskipped\t-\n"})
    EXPECT_NE(outcome.out.find(line), std::string::npos) << line << outcome.out;
  EXPECT_EQ(one("SELECT coalesce(mark, 'none') FROM streams WHERE stream = 'tweets'"), "none");
}

TEST_F(Import, headers_stand_in_where_the_full_member_is_missing) {
  const json truth = make("a.zip", {"--with", "headers", "--without", "tweets"});
  EXPECT_EQ(import({"a.zip"}).code, 0);
  EXPECT_EQ(one("SELECT count(*) FROM versions WHERE shape = 'archive-header' AND type = 'status/twitter'"),
            "4");
  EXPECT_EQ(rows({"--deleted", "--all"}).count(truth["deleted_header"]), 1U);
}

TEST_F(Import, people_are_called_as_any_post_calls_them) {
  const json truth = make("a.zip", {"--with", "mentions,groups"});
  expect_import({"a.zip"});
  EXPECT_EQ(rows({"--stream", "followers"}).at("9000")["name"], truth["named"]["9000"]);
  const json with = query({"--type", "message", "--with", "@baker_twelve", "--fields", "id,author"});
  EXPECT_EQ(with.size(), 5U);
  EXPECT_EQ(with.back()["author"], truth["named"]["12"]);
  const json in_group = query({"--type", "message", "--with", "bakers"});
  ASSERT_EQ(in_group.size(), 1U);
  EXPECT_EQ(in_group[0]["text"], "hello all");
  EXPECT_EQ(query({"--type", "contact", "--all"}).dump().find("@gone"), std::string::npos);
}

TEST_F(Import, whom_a_post_answers_is_called_by_name) {
  make("a.zip", {"--with", "answered"});
  expect_import({"a.zip"});
  EXPECT_EQ(one("SELECT handle FROM named WHERE person = '777000'"), "@reply_only");
  EXPECT_EQ(locker({"query", "--with", "@reply_only"}).code, 0);
}

TEST_F(Import, ones_own_handle_is_told_by_the_account_where_nothing_else_tells_it) {
  const json truth = make("a.zip", {"--with", "groups", "--without", "profile"});
  expect_import({"a.zip"});
  const std::string own = truth["posts"].begin().key();
  EXPECT_EQ(rows({"--type", "status", "--all", "--fields", "id,author"}).at(own)["author"], "@harbour_ada");
}

TEST_F(Import, lists_with_a_name_for_an_id_have_an_address_that_leads_to_them) {
  make("a.zip", {"--with", "lists"});
  expect_import({"a.zip"});
  const auto lists = rows({"--type", "list", "--fields", "id,url"});
  EXPECT_EQ(lists.at("84839422")["url"], "https://x.com/i/lists/84839422");
  EXPECT_EQ(lists.at("ada/lists/bakers")["url"], "https://x.com/ada/lists/bakers");
  for (const char* address : {"https://x.com/ada/lists/bakers", "https://twitter.com/ada/lists/bakers/"})
    EXPECT_EQ(history({address}).back()["id"], "ada/lists/bakers") << address;
}

TEST_F(Import, ones_own_posts_are_in_their_stream_whichever_member_tells_them) {
  const json truth = make("a.zip", {"--with", "notes,circle,community", "--zips", "2"});
  json wanted = truth["posts"];
  wanted.update(truth["loose"]);
  const auto by_number = [](const std::string& a, const std::string& b) {
    return std::stoll(a) < std::stoll(b);
  };
  std::string newest = "0";
  for (const auto& [id, text] : truth["posts"].items())
    if (text != "for few" && text != "to the community") newest = std::max(newest, id, by_number);
  for (const Words& zips : {Words{"a-1.zip", "a-2.zip"}, Words{"a-2.zip", "a-1.zip"}}) {
    begin_anew();
    for (const auto& zip : zips) EXPECT_EQ(import({zip}).code, 0);
    const auto own = members("tweets");
    EXPECT_EQ(std::set(own.begin(), own.end()).size(), own.size());
    EXPECT_EQ(own.size(), wanted.size());
    for (const auto& [id, text] : wanted.items()) EXPECT_EQ(std::ranges::count(own, id), 1) << id << text;
    EXPECT_EQ(one("SELECT count(*) FROM tweets"), std::to_string(wanted.size()));
    EXPECT_EQ(one("SELECT mark FROM streams WHERE stream = 'tweets'"), newest);
  }
}

TEST_F(Import, a_member_with_posts_for_few_that_is_missing_is_a_gap_in_the_posts) {
  make("a", {"--with", "circle"});
  std::filesystem::remove(path("a") + "/data/twitter-circle-tweet.js");
  EXPECT_EQ(import({"a"}).code, 3);
  const Outcome status = locker({"status"});
  EXPECT_NE(
      status.out.find("gap in tweets: not all of the archive of 2024-05-01: data/twitter-circle-tweet.js"),
      std::string::npos)
      << status.out;
}

TEST_F(Import, coverage_and_mark_follow_a_whole_archive) {
  const json truth = make("a.zip");
  expect_import({"a.zip"});
  std::string newest;
  for (const auto& [id, text] : truth["posts"].items()) newest = std::max(newest, id);
  EXPECT_EQ(one("SELECT mark FROM streams WHERE stream = 'tweets'"), newest);
  const Outcome status = locker({"status"});
  EXPECT_NE(status.out.find("complete 2014-05-13 to 2024-05-01 (archive 2024-05-01)"), std::string::npos)
      << status.out;
}

TEST_F(Import, an_older_archive_adds_versions_and_changes_nothing) {
  make("new.zip", {"--with", "entities,deleted"});
  make("old.zip", {"--made", "2022-02-02T02:02:02.000Z"});
  expect_import({"new.zip"});
  const auto changes = history({"--after", "0"}).size();
  expect_import({"old.zip"});
  EXPECT_EQ(history({"--after", "0"}).size(), changes);
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(Import, history_says_in_which_archive_something_was_seen) {
  const json truth = make("a.zip");
  expect_import({"a.zip"});
  const Outcome outcome = locker({"history", truth["likes"][0], "--diff"});
  EXPECT_NE(outcome.out.find("seen in the archive of 2024-05-01"), std::string::npos) << outcome.out;
}

}  // namespace
}  // namespace locker::test
