#include "tests/integration/locker_fixture.hpp"

/// A limit on the size of files (`ulimit -f`) makes writes fail with an error, like a full disk.
namespace locker::test {
namespace {

class FileLimit : public LockerTest {
 protected:
  void begin() {
    sandbox::Settings settings;
    settings.rate_limits = false;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
  }
  /// Runs the program with that limit on the size of files.
  Outcome limited(int kilobytes, const Words& arguments, const std::string& output = "/dev/stdout") const {
    Words words{"/bin/sh", "-c",
                "ulimit -f " + std::to_string(2 * kilobytes) + "; exec \"$0\" \"$@\" >" + output};
    for (const auto& word : command(arguments)) words.push_back(word);
    return run(words, environment());
  }
};

TEST_F(FileLimit, ends_a_sync_with_a_line_that_names_the_file_and_loses_nothing) {
  begin();
  sync({"--only", "tweets"});
  const std::string before = dump();
  const Words tweets = members("tweets");

  const Outcome ended = limited(256, {"sync", "twitter"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(lines_of(ended.err).size(), 1u) << ended.err;
  EXPECT_NE(ended.err.find((home / "locker.db").string()), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("ulimit -f"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("nothing that was stored is lost"), std::string::npos) << ended.err;

  EXPECT_EQ(members("tweets"), tweets);
  const Outcome verified = locker({"verify"});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;

  sync();
  const std::string resumed = dump();
  EXPECT_NE(resumed, before);
  std::filesystem::remove_all(home);
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "tweets"});
  sync();
  EXPECT_EQ(resumed, dump()) << "not what an uninterrupted run gives";
}

TEST_F(FileLimit, keeps_what_was_read_until_then_in_the_report) {
  begin();
  const Outcome ended = limited(512, {"sync", "twitter", "--json"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  const json account = summary_of(ended)["accounts"][0];
  EXPECT_EQ(account["error"]["kind"], "internal");
  ASSERT_FALSE(account["streams"].empty());
  EXPECT_EQ(account["streams"][0]["stream"], "profile");
  EXPECT_EQ(account["streams"][0]["outcome"], "done");
}

TEST_F(FileLimit, of_the_output_is_an_error_that_is_told) {
  begin();
  sync({"--only", "tweets"});
  const Outcome ended = limited(40, {"query", "--all", "--raw"}, (folder.path() / "posts.json").string());
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("the output could not be written: File too large"), std::string::npos)
      << ended.err;
}

TEST_F(FileLimit, of_an_export_names_the_file_that_cannot_be_written) {
  begin();
  sync({"--only", "tweets"});
  const auto target = folder.path() / "exported";
  const Outcome ended = limited(40, {"export", target.string()});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find(target.string()), std::string::npos) << ended.err;
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(FileLimit, spends_no_refresh_token_where_the_new_one_could_not_be_kept) {
  begin();
  const int before = question("counters")["requests"]["total"];
  const std::string kept = text_of(auth_file());
  const Outcome ended = limited(0, {"auth", "refresh", "twitter"});
  EXPECT_EQ(ended.code, 1) << ended.err;
  EXPECT_NE(ended.err.find((home / "Me/twitter/auth.json").string()), std::string::npos) << ended.err;
  EXPECT_EQ(question("counters")["requests"]["total"], before);
  EXPECT_EQ(text_of(auth_file()), kept);
  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
  EXPECT_NE(text_of(auth_file()), kept);
  sync({"--only", "profile"});
}

}  // namespace
}  // namespace locker::test
