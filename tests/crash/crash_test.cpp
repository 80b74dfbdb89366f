#include "tests/crash/crash_fixture.hpp"

namespace locker::test {

const char* killer_path() { return LOCKER_KILLER; }

namespace {

/// Syncs.
class SyncCrash : public Crash {
 protected:
  /// Something new, edited, un-liked and deleted.
  void change_the_service() {
    const auto tweets = truth("tweets"), likes = truth("likes"), followers = truth("followers");
    for (int i = 0; i < 3; ++i) order("post", {{"text", "something new " + std::to_string(i)}});
    const std::string written = order("post", {{"text", "written in hast"}})["id"];
    order("edit", {{"id", written}, {"text", "written in haste"}});
    order("delete", {{"id", tweets.at(3)}});
    order("delete", {{"id", tweets.at(120)}});
    order("unlike", {{"id", likes.at(1)}});
    order("unlike", {{"id", likes.at(70)}});
    order("like");
    order("unfollow", {{"direction", "follower"}, {"user", followers.at(2)}});
    order("user", {{"description", "a bio that changed"}});
    order("bookmark");
  }
};

TEST_F(SyncCrash, leaves_no_trace_in_a_first_sync) {
  keep_as_beginning();
  EXPECT_GE(kill_everywhere({"sync", "twitter"}), 25);
}

TEST_F(SyncCrash, leaves_no_trace_in_a_sync_with_changes) {
  sync();
  change_the_service();
  keep_as_beginning();
  EXPECT_GE(kill_everywhere({"sync", "twitter"}), 25);
}

TEST_F(SyncCrash, leaves_no_trace_in_a_full_sync_that_finds_removals_and_deletions) {
  sync();
  change_the_service();
  keep_as_beginning();
  EXPECT_GE(kill_everywhere({"sync", "twitter", "--full", "--check-deleted"}), 25);
}

TEST_F(SyncCrash, leaves_no_trace_where_a_disk_that_is_full_ended_it) {
  sync();
  change_the_service();
  keep_as_beginning();
  EXPECT_GE(fill_at_writes({"sync", "twitter"}), 25);
}

/// What is kept with its files: the dump, the files, and that all of it is whole.
class FilesCrash : public Crash {
 protected:
  std::string result() const override {
    expect_no_harm("the end");
    return dump() + in_lines(files_below(home / "Me" / account_ / "media"));
  }
  /// What has its name is whole, and what the archive names is there.
  void expect_no_harm(const std::string& where) const override {
    if (!std::filesystem::exists(home / "locker.db")) return;
    const Outcome outcome = locker({"verify"});
    EXPECT_EQ(outcome.code, 0) << where << ": " << outcome.out << outcome.err;
  }

  std::string account_ = "twitter";
};

TEST_F(FilesCrash, leaves_no_trace_in_an_import) {
  const std::string archive = (folder.path() / "a.zip").string();
  const Outcome made = run({"/usr/bin/python3", std::string(fixtures_path()) + "/../archive/make_archive.py",
                            archive, "--posts", "600", "--with", "all", "--parts", "2"},
                           {{"PATH", "/usr/bin:/bin"}});
  ASSERT_EQ(made.code, 0) << made.err;
  keep_as_beginning();
  account_ = "other";
  EXPECT_GE(kill_at_writes({"import", "twitter", archive, "--account", "other"}), 25);
}

TEST_F(FilesCrash, leaves_no_trace_where_a_disk_that_is_full_ended_a_first_import) {
  const std::string archive = (folder.path() / "a.zip").string();
  const Outcome made = run({"/usr/bin/python3", std::string(fixtures_path()) + "/../archive/make_archive.py",
                            archive, "--posts", "200", "--with", "all"},
                           {{"PATH", "/usr/bin:/bin"}});
  ASSERT_EQ(made.code, 0) << made.err;
  std::filesystem::remove_all(home);
  keep_as_beginning();
  EXPECT_GE(fill_at_writes({"import", "twitter", archive}), 25);
}

TEST_F(FilesCrash, leaves_no_half_photo_or_film) {
  sandbox::Settings settings;
  settings.rate_limits = false;
  settings.serve_media = true;
  settings.sizes.posts = 60;
  begin(std::move(settings));
  sync({"--only", "tweets"});
  keep_as_beginning();
  EXPECT_GE(kill_everywhere({"sync", "twitter", "--only", "tweets", "--media"}), 25);
}

/// A refresh token is good once: what a killed refresh brought has to be found by the next one.
class RefreshCrash : public Crash {
 protected:
  std::string result() const override { return {}; }
};

TEST_F(RefreshCrash, loses_no_token_but_the_one_of_which_half_was_written) {
  const Words refresh{"auth", "refresh", "twitter"};
  keep_as_beginning();
  const long writes = without_interruption(refresh).writes;
  EXPECT_GE(writes, 8);
  long lost = 0;
  for (long number = 1; number <= writes; ++number) {
    std::filesystem::remove_all(home);
    ASSERT_EQ(sign_in().code, 0);
    const Outcome killed =
        locker(refresh, {{"LD_PRELOAD", killer_path()}, {"LOCKER_KILL_AT", std::to_string(number)}});
    ASSERT_EQ(killed.code, kKilled) << number;
    lost += locker(refresh).code == 0 ? 0 : 1;
    EXPECT_EQ(files_below(home / "Me/twitter").count("auth.json.next"), 0u) << number;
  }
  EXPECT_LE(lost, 1);
}

}  // namespace
}  // namespace locker::test
