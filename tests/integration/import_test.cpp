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
  EXPECT_EQ(rows({"--type", "profile"}).begin()->second["text"], "Bread & boats\nHarbour\nhttps://t.co/ada");
  EXPECT_EQ(one("SELECT text FROM records WHERE id = 'screen-name-change:2015-01-02T03:04:05.000Z'"),
            "@ada_old is now @harbour_ada");
  EXPECT_EQ(one("SELECT text FROM records WHERE type = 'search/twitter'"), "harbour bread");
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(Import, an_edited_post_is_one_record_under_its_first_id) {
  const json truth = make("a.zip", {"--with", "edits"});
  expect_import({"a.zip"});
  ASSERT_FALSE(truth.at("chains").empty());
  for (const auto& [first, chain] : truth["chains"].items()) {
    for (const auto& id : chain) EXPECT_EQ(history({id.get<std::string>()}).back()["id"], first);
    EXPECT_EQ(one("SELECT count(*) FROM versions WHERE id = '" + first + "'"), "2");
  }
}

TEST_F(Import, a_long_post_and_its_note_are_one_record) {
  const json truth = make("a.zip", {"--with", "notes"});
  expect_import({"a.zip"});
  const std::string post = truth["note"]["post"], note = truth["note"]["id"];
  EXPECT_EQ(one("SELECT group_concat(shape) FROM versions WHERE id = '" + post + "'"), "archive,note");
  EXPECT_EQ(one("SELECT count(*) FROM records WHERE id = '" + note + "'"), "0");
  EXPECT_EQ(locker({"history", note}).code, 0);
  EXPECT_EQ(one("SELECT group_concat(action) FROM changes WHERE id = '" + post + "' AND stream IS NULL"),
            "new");
  const auto addresses = rows({"--type", "status", "--all", "--fields", "id,url"});
  EXPECT_EQ(addresses.at(post)["url"], "https://x.com/i/status/" + post);
  EXPECT_EQ(addresses.at(truth["note"]["alone"])["url"], nullptr);
}

TEST_F(Import, each_edit_of_a_long_post_has_its_note) {
  const json truth = make("a.zip", {"--with", "long_edits"});
  expect_import({"a.zip"});
  expect_all(truth);
  EXPECT_EQ(query({"--type", "status", "--all", "long"}).size(), 2U);
  ASSERT_EQ(truth["long_chains"].size(), 2U);
  for (const auto& [first, seen] : truth["long_chains"].items()) {
    const std::string notes = "SELECT count(*) FROM versions WHERE shape = 'note' AND id = '" + first + "'";
    EXPECT_EQ(one(notes), std::to_string(seen.get<int>()));
    EXPECT_EQ(one(notes + " AND newest"), "1");
  }
  EXPECT_EQ(one("SELECT count(*) FROM unjoined"), "0");
}

/// Notes come last, first, and between posts of which they are.
TEST_F(Import, notes_are_joined_to_edits_in_any_order) {
  make("a.zip", {"--with", "long_edits"});
  make("b.zip", {"--with", "long_edits", "--zips", "3"});
  expect_import({"a.zip"});
  const std::string before = dump();
  expect_import({"a.zip"});
  EXPECT_EQ(dump(), before);
  const std::string together = state();
  for (const Words& order : {Words{"1", "2", "3"}, Words{"3", "2", "1"}, Words{"2", "3", "1"}}) {
    begin_anew();
    for (const auto& number : order) EXPECT_EQ(import({"b-" + number + ".zip"}).code, 0);
    EXPECT_EQ(state(), together) << order.front();
    EXPECT_EQ(locker({"verify"}).code, 0) << locker({"verify"}).out;
  }
}

TEST_F(Import, archives_of_2018_have_no_manifest_no_folder_and_no_wrapper) {
  const json truth = make("a.zip", {"--year", "2018", "--with", "entities,reposts,replies,early,times"});
  expect_import({"a.zip"});
  expect_all(truth);
  EXPECT_EQ(one("SELECT coalesce(mark, 'none') FROM streams WHERE stream = 'tweets'"), "none");
}

TEST_F(Import, a_refused_archive_leaves_nothing_and_says_one_line) {
  for (const std::string damage : {"cut", "crc", "media-crc", "unread-crc", "encrypted", "bomb", "many",
                                   "overlapping", "lying", "climbing", "absolute", "backslash", "no-zip"}) {
    make(damage + ".zip", {"--with", "entities", "--damage", damage});
    const Outcome outcome = import({damage + ".zip"});
    EXPECT_EQ(outcome.code, 1) << damage;
    EXPECT_EQ(outcome.out, "") << damage;
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << damage << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(home)) << damage;
  }
}

TEST_F(Import, an_archive_of_before_2018_is_refused_and_says_what_to_do) {
  make("old.zip", {"--year", "2015"});
  make("old", {"--year", "2015"});
  std::string month;
  for (const auto& file : std::filesystem::directory_iterator(path("old") + "/data/js/tweets"))
    month = "old/data/js/tweets/" + file.path().filename().string();
  for (const std::string& form :
       {std::string("old.zip"), std::string("old"), month, std::string("old/tweets.csv")}) {
    const Outcome outcome = import({form});
    EXPECT_EQ(outcome.code, 1) << form;
    EXPECT_EQ(outcome.out, "") << form;
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_NE(outcome.err.find("before 2018"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("https://x.com/settings/download_your_data"), std::string::npos)
        << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(home)) << form;
  }
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

/// Larger than a transaction, so that it lies in the middle of much that is stored.
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

TEST_F(Import, the_same_archive_twice_is_once) {
  make("a.zip", {"--with", "all"});
  expect_import({"a.zip"});
  const std::string before = dump();
  const auto changes = history({"--after", "0"}).size();
  expect_import({"a.zip"});
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(history({"--after", "0"}).size(), changes);
}

TEST_F(Import, parts_of_an_archive_end_alike_in_any_order) {
  const json truth = make("a.zip", {"--with", "all", "--parts", "3", "--zips", "3"});
  expect_import({"a-1.zip", "a-2.zip", "a-3.zip"});
  expect_all(truth);
  const std::string together = state();
  bool kept_for_later = false;
  for (const Words& order : {Words{"1", "2", "3"}, Words{"3", "1", "2"}, Words{"2", "3", "1"}}) {
    begin_anew();
    for (const auto& number : order) {
      const Outcome outcome = import({"a-" + number + ".zip"});
      EXPECT_EQ(outcome.code, 0);
      kept_for_later |= outcome.out.find("tweets_media/\tkept\t") != std::string::npos;
    }
    EXPECT_EQ(state(), together) << order.front();
    EXPECT_EQ(one("SELECT count(*) FROM media"), "5") << order.front();
    EXPECT_FALSE(std::filesystem::exists(home / "Me/twitter/media/.waiting/1714566896000"));
  }
  EXPECT_TRUE(kept_for_later) << "what waits for its records is called so";
}

TEST_F(Import, names_with_backslashes_are_read_like_others) {
  const json truth = make("a.zip", {"--with", "photos,notes", "--backslashes"});
  expect_import({"a.zip"});
  expect_posts(truth);
  EXPECT_NE(one("SELECT count(*) FROM media_files WHERE path IS NOT NULL"), "0");
}

TEST_F(Import, two_archives_in_one_file_are_refused_and_named) {
  make("a.zip", {"--damage", "twofold"});
  const Outcome outcome = import({"a.zip"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("more than one archive in it: \"data/\", \"older/data/\""), std::string::npos)
      << outcome.err;
  EXPECT_FALSE(std::filesystem::exists(home));
}

/// As a person types it: `import twitter twitter-*.zip`.
TEST_F(Import, archives_of_different_times_are_read_each_by_its_own_the_oldest_first) {
  const auto post = [&](const std::string& text) {
    std::ofstream(path("also")) << json{{"1724551110456246272", text, json::object()}};
    return Words{"--posts", "3", "--also", path("also"), "--made"};
  };
  Words newer = post("after the change");
  newer.emplace_back("2024-12-01T08:00:00.000Z");
  make("new.zip", newer);
  Words older = post("before the change");
  older.emplace_back("2023-12-01T08:00:00.000Z");
  make("old.zip", older);
  expect_import({"new.zip", "old.zip"});
  EXPECT_EQ(rows({"--type", "status", "--all"})["1724551110456246272"]["text"], "after the change");
  EXPECT_EQ(one("SELECT count(*) FROM versions WHERE id = '1724551110456246272'"), "2");
  const std::string together = state();
  begin_anew();
  expect_import({"old.zip"});
  expect_import({"new.zip"});
  EXPECT_EQ(state(), together);
}

TEST_F(Import, a_file_that_tells_no_time_is_refused_beside_archives_of_different_times) {
  make("new.zip", {"--made", "2024-12-01T08:00:00.000Z"});
  make("old.zip", {"--made", "2023-12-01T08:00:00.000Z"});
  make("2018", {"--year", "2018"});
  std::filesystem::copy(path("2018") + "/tweet.js", path("tweet.js"));
  const Outcome refused = import({"new.zip", "tweet.js", "old.zip"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("tweet.js does not tell"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(home / "locker.db"));
  make("other.zip", {"--made", "2022-12-01T08:00:00.000Z", "--owner", "77", "--handle", "other"});
  EXPECT_EQ(import({"new.zip", "other.zip"}).code, 2);
  EXPECT_FALSE(std::filesystem::exists(home / "locker.db"));
}

TEST_F(Import, a_folder_a_larger_zip_and_one_inside_a_folder_are_the_same) {
  const Words all{"--with", "all"};
  const json truth = make("a.zip", all);
  expect_import({"a.zip"});
  const std::string expected = dump();
  make("inside.zip", {"--with", "all", "--outer", "twitter-2024/", "--zip64", "--ending", " ;\n"});
  make("unpacked", all);
  for (const std::string form : {"inside.zip", "unpacked", "unpacked/data"}) {
    begin_anew();
    const Outcome outcome = import({form});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(dump(), expected) << form;
  }
}

TEST_F(Import, a_single_file_goes_to_an_account_that_exists) {
  const json truth = make("unpacked");
  const Outcome nobody = import({"unpacked/data/like.js"});
  EXPECT_EQ(nobody.code, 2);
  EXPECT_NE(nobody.err.find("--account"), std::string::npos) << nobody.err;
  EXPECT_FALSE(std::filesystem::exists(home));
  make("a.zip", {"--without", "like"});
  expect_import({"a.zip"});
  expect_import({"unpacked/data/like.js"});
  EXPECT_EQ(json(members("likes")), truth["likes"]);
}

TEST_F(Import, an_archive_of_another_person_is_refused_and_names_both) {
  make("a.zip");
  make("other.zip", {"--owner", "99", "--handle", "boatswain"});
  expect_import({"a.zip"});
  const std::string before = dump();
  const Outcome refused = import({"other.zip"});
  EXPECT_EQ(refused.code, 2);
  for (const char* word : {"@harbour_ada", "@boatswain", "--account"})
    EXPECT_NE(refused.err.find(word), std::string::npos) << refused.err;
  EXPECT_EQ(dump(), before);
  expect_import({"other.zip"}, {"--account", "second"});
  EXPECT_EQ(rows({"--source", "second", "--stream", "followers"}).size(), 5U);
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

/// Of an archive of fifteen years there may be a hundred thousand. More than half of what is allowed is the
/// zip's directory, which its library keeps.
TEST_F(Import, many_files_in_a_zip_cost_little_memory_each) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "memory is not the program's own";
#endif
  constexpr long kFiles = 30'000;
  make("few.zip");
  make("many.zip", {"--media", std::to_string(kFiles)});
  const auto peak_of = [&](const std::string& zip) {
    return peak_kb({"import", "twitter", path(zip), "--dry-run"});
  };
  EXPECT_LT((peak_of("many.zip") - peak_of("few.zip")) * 1024 / kFiles, 650) << "bytes a file";
}

TEST_F(Import, pages_of_a_large_archive_are_made_without_holding_it) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "memory is not the program's own";
#endif
  const auto peak_of = [&](const std::string& zip, const Words& options) {
    begin_anew();
    make(zip, options);
    expect_import({zip});
    return peak_kb({"export", path(zip + ".pages"), "--format", "html"});
  };
  const long few = peak_of("few.zip", {"--posts", "100"});
  const long many = peak_of("many.zip", {"--posts", "8000"});
  const auto size_kb = static_cast<long>(std::filesystem::file_size(home / "locker.db") / 1024);
  EXPECT_GT(size_kb, 10'000);
  EXPECT_LT(many - few, size_kb / 2);
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

TEST_F(Import, messages_are_counted_beside_the_conversations_that_a_manifest_counts) {
  make("a.zip", {"--with", "groups,reactions,twice"});
  const Outcome outcome = import({"a.zip"}, {"--json"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  json messages, group, likes;
  for (const auto& line : lines_of(outcome.out)) {
    const json member = json::parse(line);
    if (member.value("member", "") == "data/direct-messages.js") messages = member;
    if (member.value("member", "") == "data/direct-messages-group.js") group = member;
    if (member.value("member", "") == "data/like.js") likes = member;
  }
  const int told = messages["manifest"];
  EXPECT_EQ(messages["groups"], (json{{"conversations", told}})) << messages;
  EXPECT_GT(messages["elements"].get<int>(), told);
  EXPECT_EQ(group["elements"], 5);
  EXPECT_EQ(group["manifest"], 1);
  EXPECT_EQ(group["groups"], (json{{"conversations", 1}}));
  EXPECT_FALSE(likes.contains("groups"));
  EXPECT_NE(import({"a.zip"}).out.find("data/direct-messages-group.js\timported\t5\t1\tconversations: 1\n"),
            std::string::npos);
}

TEST_F(Import, headers_stand_in_where_the_full_member_is_missing) {
  const json truth = make("a.zip", {"--with", "headers", "--without", "tweets"});
  EXPECT_EQ(import({"a.zip"}).code, 0);
  EXPECT_EQ(one("SELECT count(*) FROM versions WHERE shape = 'archive-header' AND type = 'status/twitter'"),
            "4");
  EXPECT_EQ(rows({"--deleted", "--all"}).count(truth["deleted_header"]), 1U);
}

TEST_F(Import, headers_of_messages_stand_in_too) {
  const json truth = make("a.zip", {"--with", "headers", "--without", "direct-messages"});
  const Outcome outcome = import({"a.zip"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto messages = rows({"--type", "message", "--all", "--fields", "id,time,text"});
  ASSERT_FALSE(truth.at("message_headers").empty());
  ASSERT_EQ(messages.size(), truth["message_headers"].size());
  for (const auto& id : truth["message_headers"]) {
    EXPECT_EQ(messages.at(id)["text"], nullptr);
    EXPECT_NE(messages.at(id)["time"], nullptr);
  }
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

TEST_F(Import, who_came_to_a_group_or_left_it_is_called_by_name) {
  const json truth = make("a.zip", {"--with", "mentions,groups"});
  expect_import({"a.zip"});
  const auto texts = [&](const Words& when) {
    Words words{"--type", "event", "--fields", "text"};
    words.insert(words.end(), when.begin(), when.end());
    return query(words).dump();
  };
  const std::string named = R"([{"text":"named it Bakers"},{"text":"left: 14"},)"
                            R"({"text":"added 14, @baker_twelve"},)"
                            R"({"text":"added you to the conversation with 13"}])";
  EXPECT_EQ(texts({}), named);
  EXPECT_EQ(texts({"--as-of", "now"}), named);
  const Outcome told = locker({"history", "--type", "event", "--diff", "--format", "jsonl"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_NE(told.out.find("added 14, @baker_twelve"), std::string::npos) << told.out;
}

TEST_F(Import, whom_a_post_answers_is_called_by_name) {
  make("a.zip", {"--with", "answered"});
  expect_import({"a.zip"});
  EXPECT_EQ(one("SELECT handle FROM named WHERE person = '777000'"), "@reply_only");
  EXPECT_EQ(locker({"query", "--with", "@reply_only"}).code, 0);
}

/// Somebody who wrote nothing is in a group all the same; what happened to it stands among its messages.
TEST_F(Import, a_conversation_is_shown_whole_with_whoever_was_in_it) {
  const json truth = make("a.zip", {"--with", "groups"});
  expect_import({"a.zip"});
  const std::string hello = truth["conversation"].items().begin().key();
  const auto texts = [&](const std::string& option, const std::string& value) {
    Words told;
    for (const auto& row : query({option, value, "--fields", "text"})) told.push_back(row["text"]);
    return told;
  };
  const Words whole = texts("--with", "13");
  ASSERT_EQ(whole.size(), 5U);
  EXPECT_EQ(whole.front(), "added you to the conversation with 13");
  EXPECT_EQ(whole.back(), "hello all");
  for (const char* name : {"14", "Bakers", "BÁKERS", "bake"}) EXPECT_EQ(texts("--with", name), whole) << name;
  EXPECT_EQ(texts("--thread", hello), whole);
  EXPECT_EQ(locker({"query", "--with", "akers"}).code, 1);
}

TEST_F(Import, a_conversation_has_its_reactions_behind_what_they_are_about) {
  const json truth = make("a.zip", {"--with", "reactions"});
  expect_import({"a.zip"});
  std::string message;
  for (const auto& [id, text] : truth["messages"].items())
    if (text == "look https://example.org/q") message = id;
  Words ids;
  for (const auto& row : query({"--thread", message, "--fields", "id"})) ids.push_back(row["id"]);
  const auto about = std::ranges::find(ids, message);
  ASSERT_NE(about, ids.end());
  for (const auto& [id, raw] : truth["events"].items()) {
    const auto from = raw.contains("senderId") ? about : ids.begin();
    EXPECT_NE(std::find(from, ids.end(), id), ids.end()) << raw;
  }
}

TEST_F(Import, events_of_one_time_are_all_there) {
  const json truth = make("a.zip", {"--with", "simultaneous"});
  expect_import({"a.zip"});
  expect_messages(truth);
  EXPECT_EQ(rows({"--type", "event"}).size(), 2U);
  const std::string before = dump();
  expect_import({"a.zip"});
  EXPECT_EQ(dump(), before);
}

TEST_F(Import, whom_only_a_conversation_names_can_be_looked_up_too) {
  const auto unnamed = [&](const Words& options) {
    begin_anew();
    make("a.zip", options);
    expect_import({"a.zip"});
    const std::string told = locker({"doctor"}).out;
    const auto end = told.find(" people are known by their id only");
    EXPECT_NE(end, std::string::npos) << told;
    return std::stoi(told.substr(told.rfind(' ', end - 1)));
  };
  const int few = unnamed({"--without", "direct-messages"});
  // One who wrote, one who was there from the beginning, one who came and left.
  EXPECT_EQ(unnamed({"--without", "direct-messages", "--with", "groups"}) - few, 3);
  // To whom one wrote, without an answer.
  EXPECT_EQ(unnamed({}) - few, 1);
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

TEST_F(Import, a_portrait_and_posts_for_few_come_in) {
  const json truth = make("a.zip", {"--with", "portrait,circle"});
  expect_import({"a.zip"});
  expect_posts(truth);
  EXPECT_EQ(members("tweets").size(), truth["posts"].size());
  EXPECT_EQ(one("SELECT type FROM media_files WHERE path IS NOT NULL"), "profile/twitter");
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

TEST_F(Import, a_like_whose_post_has_gone_since_keeps_its_text) {
  const json truth = make("old.zip", {"--made", "2022-02-02T02:02:02.000Z"});
  const std::string liked = truth["likes"][0];
  const auto change_likes = [&](const std::string& folder_name) {
    const auto file = folder.path() / folder_name / "data" / "like.js";
    const std::string script = text_of(file);
    json likes = json::parse(script.substr(script.find('[')));
    for (auto& element : likes)
      if (element["like"]["tweetId"] == liked) element["like"].erase("fullText");
    std::ofstream(file) << "window.YTD.like.part0 = " << likes.dump();
  };
  make("new", {});
  change_likes("new");
  expect_import({"old.zip"});
  const std::string text = rows({"--stream", "likes"}).at(liked)["text"];
  ASSERT_NE(text, "");
  expect_import({"new"});
  EXPECT_EQ(rows({"--stream", "likes"}).at(liked)["text"], text);
  EXPECT_EQ(history({liked}).back()["action"], "new") << history({liked}).dump();
  EXPECT_EQ(one("SELECT count(*) FROM versions WHERE id = '" + liked + "'"), "2");
  EXPECT_EQ(locker({"verify"}).code, 0);
  begin_anew();
  expect_import({"new"});
  EXPECT_EQ(rows({"--stream", "likes"}).at(liked)["text"], nullptr);
  expect_import({"old.zip"});
  EXPECT_EQ(rows({"--stream", "likes"}).at(liked)["text"], text);
}

TEST_F(Import, files_are_kept_unchanged_with_the_posts_that_show_them) {
  const json truth = make("a.zip", {"--with", "entities,photos"});
  expect_import({"a.zip"});
  for (const auto& [id, contents] : truth["media"].items())
    for (const auto& content : contents) {
      const std::string file =
          one("SELECT f.path FROM file f JOIN media m ON m.file = f.id JOIN record r ON"
              " r.id = m.record WHERE r.key = '" +
              id + "' AND m.place = " + std::to_string(&content - &contents[0] + 1));
      EXPECT_EQ(text_of(home / "Me" / "twitter" / "media" / file),
                "\xff\xd8\xff " + content.get<std::string>());
    }
  const Outcome again = import({"a.zip"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.out.find("data/tweets_media/\timported\t3\n"), std::string::npos) << again.out;
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(Import, media_that_are_not_in_it_are_fetched_when_asked_for_and_sized_before) {
  sandbox::Settings settings;
  settings.serve_media = true;
  start(std::move(settings));
  const std::string base = server->base() + "/media/";
  const json photo{{"id_str", "901"}, {"type", "photo"}, {"media_url_https", base + "One.jpg"}};
  const json film{
      {"id_str", "902"},
      {"type", "video"},
      {"media_url_https", base + "Still.jpg"},
      {"video_info",
       {{"duration_millis", "2000"},
        {"variants",
         {{{"content_type", "video/mp4"}, {"bitrate", "256000"}, {"url", base + "small.mp4"}},
          {{"content_type", "video/mp4"}, {"bitrate", "2176000"}, {"url", base + "best.mp4"}}}}}}};
  const json also = {{"1700000000000000001", "seen", {{"extended_entities", {{"media", {photo, film}}}}}}};
  std::ofstream(folder.path() / "also.json") << also.dump();
  make("a.zip", {"--with", "entities", "--also", path("also.json")});
  const Outcome foreseen = import({"a.zip"}, {"--media", "--dry-run"});
  EXPECT_EQ(foreseen.code, 0) << foreseen.err;
  EXPECT_NE(foreseen.out.find("media: at most 2 files, about 0.5 MB and 1 of unknown size to fetch"),
            std::string::npos)
      << foreseen.out;
  EXPECT_NE(foreseen.out.find("data/tweets.js\timported\t52\n"), std::string::npos) << foreseen.out;
  EXPECT_FALSE(std::filesystem::exists(home));
  EXPECT_EQ(requests(), 0);
  const Outcome fetched = import({"a.zip"}, {"--media"});
  EXPECT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_NE(fetched.out.find("media\tfetched\t2\n"), std::string::npos) << fetched.out;
  EXPECT_EQ(one("SELECT url FROM media_files WHERE id = '1700000000000000001' AND kind = 'video'"),
            base + "best.mp4");
  EXPECT_EQ(one("SELECT count(*) FROM media_files WHERE path IS NOT NULL"), "4");
  EXPECT_EQ(locker({"verify"}).code, 0);
  const Outcome again = import({"a.zip"}, {"--media"});
  EXPECT_NE(again.out.find("media\tfetched\t0\n"), std::string::npos) << again.out;
}

TEST_F(Import, history_says_in_which_archive_something_was_seen) {
  const json truth = make("a.zip");
  expect_import({"a.zip"});
  const Outcome outcome = locker({"history", truth["likes"][0], "--diff"});
  EXPECT_NE(outcome.out.find("seen in the archive of 2024-05-01"), std::string::npos) << outcome.out;
}

/// Posts that the stand-in service and an archive both tell.
class TwoSources : public Import {
 protected:
  void SetUp() override {
    sandbox::Settings settings;
    settings.sizes.posts = 40;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "tweets"});
    owner_ = one("SELECT id FROM records WHERE type = 'profile/twitter'");
    handle_ = one("SELECT substr(name, 2) FROM records WHERE type = 'profile/twitter'");
    json also = json::array();
    for (const auto& id : truth_by_chain("tweets")) {
      const json post = question("object/tweets/" + id);
      if (post.contains("note_tweet") || post.contains("attachments")) continue;
      also.push_back({id, post["text"], json{{"favorite_count", "999"}}});
      both_.push_back(id);
    }
    std::ofstream(folder.path() / "also.json") << also.dump();
    make("a.zip", {"--posts", "3", "--owner", owner_, "--handle", handle_, "--also", path("also.json")});
  }

  std::string owner_, handle_;
  Words both_;
};

TEST_F(TwoSources, make_one_record_whichever_comes_first) {
  const auto look = [&] {
    std::map<std::string, std::string> all;
    for (const auto& id : both_)
      all[id] = locker({"query", "--format", "jsonl", "--sql",
                        "SELECT id, text, time, author, state, json FROM records WHERE id = '" + id + "'"})
                    .out;
    return all;
  };
  const auto api_alone = rows({"--stream", "tweets", "--all"});
  expect_import({"a.zip"});
  const auto api_first = look();
  EXPECT_EQ(one("SELECT count(*) FROM changes WHERE action = 'update'"), "0");
  begin_anew();
  expect_import({"a.zip"});
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "tweets", "--full"});
  const auto archive_first = look();
  EXPECT_EQ(one("SELECT count(*) FROM changes c WHERE action = 'update' AND 2 > (SELECT count(DISTINCT"
                " coalesce(text, name)) FROM versions v WHERE v.type = c.type AND v.id = c.id)"),
            "0")
      << "an update where nothing is read otherwise";
  ASSERT_GE(both_.size(), 10U);
  for (const auto& id : both_) {
    EXPECT_EQ(api_first.at(id), archive_first.at(id)) << id;
    EXPECT_EQ(rows({"--stream", "tweets", "--all"}).at(id)["text"], api_alone.at(id)["text"]);
    EXPECT_EQ(one("SELECT count(DISTINCT source) FROM versions WHERE id = '" + id + "'"), "2") << id;
  }
}

TEST_F(TwoSources, a_sync_after_a_whole_archive_asks_for_newer_posts_only) {
  begin_anew();
  expect_import({"a.zip"});
  ASSERT_EQ(sign_in().code, 0);
  const std::string written = order("post", {{"text", "after the archive"}})["id"];
  const json summary = sync({"--only", "tweets"});
  EXPECT_EQ(summary["streams"]["twitter:tweets"]["add"].get<int>(), 1) << summary;
  EXPECT_EQ(rows({"--stream", "tweets", "--all"}).count(written), 1U);
  const Outcome status = locker({"status"});
  EXPECT_NE(status.out.find("(archive 2024-05-01, then API)"), std::string::npos) << status.out;
}

TEST_F(TwoSources, stand_in_a_state_from_the_change_that_brought_them) {
  const std::string id = both_.front(), text = rows({"--all"}).at(id)["text"];
  const auto text_now = [&](const Words& when) {
    Words words{"--all", "--type", "status"};
    words.insert(words.end(), when.begin(), when.end());
    return rows(words).at(id)["text"].get<std::string>();
  };
  const std::string longer = text + ", and zeppelins";
  std::ofstream(folder.path() / "longer.json") << json{{id, longer, json::object()}}.dump();
  for (const std::string made : {"2024-05-01T00:00:00.000Z", "2099-05-01T00:00:00.000Z"}) {
    begin_anew();
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "tweets"});
    const std::string before = one("SELECT max(time) FROM changes");
    make("longer.zip", {"--posts", "3", "--owner", owner_, "--handle", handle_, "--made", made, "--also",
                        path("longer.json")});
    expect_import({"longer.zip"});
    EXPECT_EQ(text_now({}), longer);
    EXPECT_EQ(text_now({"--as-of", "now"}), longer);
    EXPECT_EQ(text_now({"--as-of", before}), text) << made;
    EXPECT_EQ(query({"zeppelins", "--as-of", before}).size(), 0U) << made;
    EXPECT_EQ(query({"zeppelins"}).size(), 1U);
    const auto forms = locker({"query", "--raw", "--all", "--source-of", "all", "--as-of", before}).out;
    EXPECT_EQ(forms.find("zeppelins"), std::string::npos) << made;
    EXPECT_EQ(one("SELECT count(*) FROM changes WHERE action = 'update'"), made < "2025" ? "0" : "1");
  }
}

TEST_F(TwoSources, keep_what_only_one_of_them_says_whichever_comes_first) {
  const std::string id = both_.front(), app = R"(<a href="https://app.example">Old App</a>)";
  const json symbols = {{{"text", "BREAD"}, {"indices", {"0", "6"}}}};
  const json told{{"possibly_sensitive", true},
                  {"in_reply_to_user_id_str", "5"},
                  {"in_reply_to_status_id_str", "1305130497331957000"},
                  {"source", app},
                  {"entities", {{"symbols", symbols}}}};
  std::ofstream(folder.path() / "told.json")
      << json{{id, question("object/tweets/" + id)["text"], told}}.dump();
  make("told.zip", {"--posts", "3", "--owner", owner_, "--handle", handle_, "--also", path("told.json")});
  const std::string names =
      "id,possibly_sensitive,in_reply_to_user_id,referenced_tweets.0.id,entities.cashtags.0.tag,source,text,"
      "created_at,public_metrics.like_count";
  const auto look = [&] { return rows({"--all", "--type", "status", "--fields", names}).at(id); };
  const auto raw = [&] { return locker({"query", "--raw", "--all", "--type", "status"}).out; };
  const json api = look();
  const std::string sent = raw();
  expect_import({"told.zip"});
  const json api_first = look();
  EXPECT_NE(raw().find(sent.substr(0, sent.find('\n'))), std::string::npos);
  begin_anew();
  expect_import({"told.zip"});
  const json archive = look();
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "tweets", "--full"});
  EXPECT_EQ(look(), api_first);
  EXPECT_EQ(archive["source"], "Old App");
  EXPECT_EQ(archive["entities.cashtags.0.tag"], "BREAD");
  for (const auto& [name, value] : api_first.items()) {
    EXPECT_EQ(value, api[name].is_null() ? archive[name] : api[name]) << name;
    EXPECT_FALSE(value.is_null()) << name;
  }
}

TEST_F(TwoSources, make_one_member_of_a_long_post_whose_text_came_first) {
  const std::string id = both_.front();
  const json post = question("object/tweets/" + id);
  const std::string text = post["text"].get<std::string>() + " and more";
  const json note{{"noteTweetId", "1650000000000000001"},
                  {"createdAt", post["created_at"]},
                  {"core", {{"text", text}, {"urls", json::array()}}}};
  std::ofstream(path("note-tweet.js")) << "x = " << json::array({json{{"noteTweet", note}}}).dump();
  begin_anew();
  make("none.zip", {"--posts", "0", "--owner", owner_, "--handle", handle_});
  expect_import({"none.zip"});
  expect_import({"note-tweet.js"});
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "tweets"});
  expect_import({"note-tweet.js"});
  expect_import({"a.zip"});
  const auto own = members("tweets");
  EXPECT_EQ(std::ranges::count(own, "1650000000000000001"), 0);
  EXPECT_EQ(std::ranges::count(own, id), 1);
  EXPECT_EQ(locker({"verify"}).code, 0) << locker({"verify"}).out;
  EXPECT_NE(history({"twitter:" + id, "--diff"}).size(), 0U);
}

TEST_F(TwoSources, end_alike_where_a_list_was_told_to_its_end_after_the_archive_was_made) {
  for (const std::string count : {"3", "60"}) {
    make("lists.zip",
         {"--posts", "3", "--likes", count, "--people", count, "--owner", owner_, "--handle", handle_});
    const Words lists{"--only", "likes,followers,following"};
    const auto look = [&] {
      const std::string current =
          "SELECT group_concat(stream || ' ' || id || (ended IS NULL), ',') FROM"
          " (SELECT * FROM memberships WHERE stream IN ('likes', 'followers', 'following')"
          " ORDER BY stream, id)";
      return std::pair(one(current),
                       one("SELECT group_concat(gap, ',') FROM streams WHERE stream <> 'tweets'"));
    };
    begin_anew();
    expect_import({"lists.zip"});
    const auto from_archive = members("followers");
    ASSERT_EQ(sign_in().code, 0);
    sync(lists, count == "3" ? 0 : 3);
    const auto import_first = look();
    begin_anew();
    ASSERT_EQ(sign_in().code, 0);
    sync(lists);
    const auto listed = members("followers");
    expect_import({"lists.zip"});
    EXPECT_EQ(look(), import_first) << count;
    EXPECT_EQ(members("followers") == listed, count == "3") << "more than half are kept";
    const auto changes = history({"--after", "0"}).size();
    expect_import({"lists.zip"});
    EXPECT_EQ(history({"--after", "0"}).size(), changes);
    EXPECT_EQ(locker({"verify"}).code, 0);
    EXPECT_EQ(from_archive.size(), std::stoul(count));
  }
}

TEST_F(TwoSources, an_import_never_touches_the_network) {
  const int before = requests();
  expect_import({"a.zip"});
  EXPECT_EQ(requests(), before);
}

}  // namespace
}  // namespace locker::test
