#include "tests/integration/import_fixture.hpp"

namespace locker::test {
namespace {

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

TEST_F(Import, parts_of_an_archive_that_have_not_come_are_a_gap) {
  make("a.zip", {"--with", "all", "--parts", "3", "--zips", "3"});
  for (const char* zip : {"a-1.zip", "a-2.zip"}) {
    EXPECT_EQ(import({zip}).code, 0);
    const std::string status = locker({"status"}).out;
    EXPECT_NE(status.find("gap in tweets: not all of the archive of 2024-05-01: data/"), std::string::npos)
        << status;
  }
  EXPECT_EQ(import({"a-3.zip"}).code, 0);
  const std::string status = locker({"status"}).out;
  EXPECT_EQ(status.find("gap in"), std::string::npos) << status;
}

/// As macOS packs a folder.
TEST_F(Import, files_that_a_system_adds_are_not_taken_for_members) {
  make("a", {"--with", "entities"});
  for (const char* added : {"/data/tweets_media/.DS_Store", "/data/Thumbs.db", "/__MACOSX/data/._tweets.js",
                            "/__MACOSX/data/tweets_media/._1-Abc.jpg"}) {
    const std::filesystem::path file = path("a") + added;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << "of the system";
  }
  const Outcome outcome = import({"a"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out.find("unknown"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("__MACOSX/\tskipped\t2\n"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("data/tweets_media/\timported\t2\n"), std::string::npos) << outcome.out;
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

/// As a user may type it: `import twitter twitter-*.zip`.
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

/// An archive of fifteen years may contain a hundred thousand files. More than half of the allowed memory is
/// for the zip's directory, which the library keeps.
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

}  // namespace
}  // namespace locker::test
