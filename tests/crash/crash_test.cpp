#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/crash/crash_fixture.hpp"

namespace locker::test {

const char* killer_path() { return LOCKER_KILLER; }

namespace {

/// Kills syncs.
class SyncCrash : public Crash {
 protected:
  /// Adds, edits, un-likes and deletes something.
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

/// Archives without a write-ahead log, which the first command that writes turns on.
class BeginningCrash : public Crash {
 protected:
  static constexpr long kClose = 100;
  long share() const override { return kClose; }

  /// A killed run must not prevent reading.
  void expect_no_harm(const std::string& where) const override {
    const Outcome shown = locker({"query", "--limit", "1"});
    EXPECT_TRUE(shown.code == 0 || shown.code == 10 || is_older(shown)) << where << ": " << shown.err;
  }
  static bool is_older(const Outcome& shown) { return shown.err.find("older schema") != std::string::npos; }
};

TEST_F(BeginningCrash, leaves_no_trace_in_a_first_sign_in) {
  std::filesystem::remove_all(home);
  keep_as_beginning();
  input_ = order("token").dump();
  EXPECT_GE(kill_at_writes({"auth", "twitter", "--token-stdin", "--client-id", "sandbox-client"}), 25);
}

TEST_F(BeginningCrash, leaves_no_trace_where_a_backup_was_brought_back) {
  sync({"--only", "profile,tweets"});
  const auto backup = folder.path() / "backup.db";
  ASSERT_EQ(locker({"backup", backup.string()}).code, 0);
  std::filesystem::remove_all(home / "locker.db-wal");
  std::filesystem::remove_all(home / "locker.db-shm");
  std::filesystem::rename(backup, home / "locker.db");
  keep_as_beginning();
  EXPECT_GE(kill_at_writes({"sync", "twitter", "--only", "profile"}), 25);
}

TEST_F(BeginningCrash, leaves_no_trace_where_an_earlier_schema_is_brought_up_to_date) {
  int version = 1;
  for (;; ++version) {
    const std::filesystem::path dump =
        std::string(fixtures_path()) + "/schema-" + std::to_string(version) + ".sql";
    if (!std::filesystem::exists(dump)) break;
    std::filesystem::remove_all(home);
    std::filesystem::create_directories(home);
    SQLite::Database((home / "locker.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(text_of(dump));
    keep_as_beginning();
    EXPECT_GE(kill_at_writes({"verify"}), 12) << version;
  }
  EXPECT_GT(version, 3);
}

/// Runs that change files too: compares the dump and the files, and verifies the archive.
class FilesCrash : public Crash {
 protected:
  std::string result() const override {
    expect_no_harm("the end");
    return dump() + in_lines(files_below(home / "Me" / account_ / "media"));
  }
  /// Files under their final names must be complete, and those named in the archive must exist.
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

/// A refresh token can be used once, so the tokens that a killed refresh obtained must be found by the next
/// run.
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
