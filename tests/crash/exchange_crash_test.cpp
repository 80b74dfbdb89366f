#include <regex>

#include "tests/crash/crash_fixture.hpp"

namespace locker::test {
namespace {

namespace fs = std::filesystem;

/// An archive with media.
class ArchiveCrash : public Crash {
 protected:
  void SetUp() override {
    sandbox::Settings settings;
    settings.rate_limits = false;
    settings.serve_media = true;
    settings.sizes.posts = 60;
    begin(std::move(settings));
    sync({"--media"});
  }
};

/// Kills exports.
class ExportCrash : public ArchiveCrash {
 protected:
  std::vector<fs::path> places() const override { return {exported_}; }
  std::string result() const override { return in_lines(without_times(files_below(exported_))); }

  /// Either the export is complete and can be restored, or it is not marked as complete and is rejected.
  void expect_no_harm(const std::string& where) const override {
    const fs::path other = folder.path() / "other";
    const Outcome restored = locker({"restore", exported_.string()}, {{"LOCKER_HOME", other.string()}});
    EXPECT_EQ(restored.code, says_that_it_is_whole() && format_ == "jsonl" ? 0 : restored.code) << where;
    if (restored.code == 0) {
      EXPECT_TRUE(says_that_it_is_whole()) << where;
      EXPECT_EQ(restored.err, "") << where;
      const Outcome back = locker({"__dump"}, {{"LOCKER_HOME", other.string()}});
      EXPECT_TRUE(back.out == before_ || back.out == dump()) << where;
    }
    fs::remove_all(other);
    if (earlier_.empty() || !says_that_it_is_whole()) return;
    const std::string left = in_lines(without_times(visible(files_below(exported_))));
    EXPECT_TRUE(left == earlier_ || left == whole_) << where;
  }

  bool says_that_it_is_whole() const {
    const auto marker = json::parse(text_of(exported_ / "locker-export.json"), nullptr, false);
    return marker.is_object() && marker.value("state", "") == "whole";
  }
  /// Returns the files with the names of a complete export.
  static std::map<std::string, std::string> visible(std::map<std::string, std::string> files) {
    std::erase_if(files, [](const auto& file) {
      return file.first.starts_with('.') || file.first.starts_with("locker-export.json.");
    });
    return files;
  }
  static std::map<std::string, std::string> without_times(std::map<std::string, std::string> files) {
    static const std::regex made("\"made\": ?\"[^\"]*\"");
    for (const char* name : {"locker.jsonl", "locker-export.json"})
      if (const auto file = files.find(name); file != files.end())
        file->second = std::regex_replace(file->second, made, "");
    return files;
  }

  void kill_over_an_earlier_export(const std::string& format) {
    format_ = format;
    const Words words{"export", exported_.string(), "--format", format};
    ASSERT_EQ(locker(words).code, 0);
    before_ = dump();
    earlier_ = result();
    order("post", {{"text", "written after the first export"}});
    sync({"--only", "tweets"});
    keep_as_beginning();
    ASSERT_EQ(locker(words).code, 0);
    whole_ = result();
    EXPECT_GE(kill_at_writes(words), 25);
  }

  fs::path exported_ = folder.path() / "exported";
  std::string format_ = "jsonl";
  std::string before_, earlier_, whole_;
};

TEST_F(ExportCrash, leaves_nothing_that_is_taken_for_a_whole_export) {
  keep_as_beginning();
  EXPECT_GE(kill_at_writes({"export", exported_.string()}), 25);
}

TEST_F(ExportCrash, leaves_an_earlier_export_or_the_new_one) { kill_over_an_earlier_export("jsonl"); }

TEST_F(ExportCrash, leaves_earlier_pages_or_new_ones) { kill_over_an_earlier_export("html"); }

/// Kills restores.
class RestoreCrash : public ArchiveCrash {
 protected:
  void SetUp() override {
    ArchiveCrash::SetUp();
    ASSERT_EQ(locker({"export", exported_.string()}).code, 0);
    before_ = dump();
    fs::remove_all(home);
  }
  std::string result() const override {
    EXPECT_FALSE(fs::exists(home / ".restoring"));
    return dump() + in_lines(files_below(home / "Me"));
  }
  bool is_done() const override { return fs::exists(home / "locker.db"); }

  /// There must be no locker, or a complete one.
  void expect_no_harm(const std::string& where) const override {
    const Outcome verified = locker({"verify"});
    EXPECT_EQ(verified.code, is_done() ? 0 : 10) << where << ": " << verified.out << verified.err;
    if (is_done()) {
      EXPECT_EQ(dump(), before_) << where;
    }
  }

  fs::path exported_ = folder.path() / "exported";
  std::string before_;
};

TEST_F(RestoreCrash, leaves_no_locker_or_a_whole_one_and_alone_what_was_there_before) {
  fs::create_directories(home / "Me" / "another");
  std::ofstream(home / "Me" / "another" / "me.json") << "{}";
  keep_as_beginning();
  EXPECT_GE(kill_at_writes({"restore", exported_.string()}), 25);
  EXPECT_EQ(dump(), before_);
  EXPECT_EQ(text_of(home / "Me" / "another" / "me.json"), "{}");
}

}  // namespace
}  // namespace locker::test
