#pragma once

#include <signal.h>
#include <stdlib.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {

/// Path of the built killer (killer.cpp).
[[nodiscard]] const char* killer_path();

/// Kills runs of the real program, repeats them, and compares the result with that of an uninterrupted run.
class Crash : public LockerTest {
 protected:
  static constexpr int kKilled = 128 + SIGKILL;
  /// The number of kill points tried without LOCKER_CRASH_ALL=1, spread over all of them.
  virtual long share() const { return 30; }
  /// The number of points tried at the beginning and at the end.
  static constexpr long kEnds = 6;

  void SetUp() override {
    sandbox::Settings settings;
    settings.rate_limits = false;
    settings.sizes.posts = 240;
    settings.sizes.likes = 130;
    settings.sizes.bookmarks = 50;
    begin(std::move(settings));
  }
  void begin(sandbox::Settings settings) {
    start(std::move(settings));
    ASSERT_EQ(sign_in().code, 0);
  }

  /// The result of a run, as far as it must be the same after every run.
  virtual std::string result() const { return dump(); }
  /// Checks what a killed run left behind. `where` describes the kill point.
  virtual void expect_no_harm(const std::string&) const {}
  /// True if the repeated run must fail because the killed one had already completed.
  virtual bool is_done() const { return false; }

  /// The places that a run changes; they are restored before every attempt.
  virtual std::vector<std::filesystem::path> places() const { return {home}; }

  void keep_as_beginning() {
    for (const auto& place : places()) copy(place, beginning(place));
  }
  void back_to_the_beginning() {
    for (const auto& place : places()) copy(beginning(place), place);
  }

  /// The result of an uninterrupted run, and the number of its kill points.
  struct Uninterrupted {
    std::string result;
    long requests = 0, writes = 0;
  };
  Uninterrupted without_interruption(const Words& arguments) {
    back_to_the_beginning();
    const long before = server ? requests() : 0;
    const auto count = folder.path() / "count";
    const Outcome outcome =
        locker(arguments, {{"LD_PRELOAD", killer_path()}, {"LOCKER_KILL_COUNT", count.string()}}, input_);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return {result(), (server ? requests() : 0) - before, std::stol(text_of(count))};
  }

  void expect_same_after_another_run(const Words& arguments, const std::string& expected,
                                     const std::string& where) {
    expect_no_harm(where);
    const bool done = is_done();
    const Outcome again = locker(arguments, {}, input_);
    ASSERT_EQ(again.code, done ? 2 : 0) << where << ": " << again.err;
    ASSERT_EQ(result(), expected) << where;
  }

  /// Returns the numbers of the points to try: a share of all, and every one of the first and last, where new
  /// files are moved into place.
  std::set<long> points(long count) const {
    std::set<long> numbers;
    const long step = getenv("LOCKER_CRASH_ALL") ? 1 : std::max(1L, count / share());
    for (long number = 1; number <= count; number += step) numbers.insert(number);
    for (long number = 0; number < std::min(count, kEnds); ++number)
      numbers.insert({1 + number, count - number});
    return numbers;
  }

  /// Kills at `count` numbered points, or at a share of them. Returns the number of kills.
  template <class KillAt>
  long kill_at_points(long count, KillAt kill_at) {
    long met = 0;
    for (const long number : points(count)) {
      if (HasFailure()) break;
      back_to_the_beginning();
      kill_at(number);
      ++met;
    }
    return met;
  }

  long kill_at_writes(const Words& arguments) {
    const Uninterrupted whole = without_interruption(arguments);
    return kill_at_points(whole.writes, [&](long number) {
      const Outcome killed = locker(
          arguments, {{"LD_PRELOAD", killer_path()}, {"LOCKER_KILL_AT", std::to_string(number)}}, input_);
      // What a background thread does varies from run to run, so the last writes may not come.
      ASSERT_TRUE(killed.code == kKilled || (killed.code == 0 && number > whole.writes * 9 / 10)) << number;
      expect_same_after_another_run(arguments, whole.result, "write " + std::to_string(number));
    });
  }

  /// Simulates a full disk at a share of the writes: the run must fail with one message, or complete; a
  /// repeated run with free space must give the result of an uninterrupted one.
  long fill_at_writes(const Words& arguments) {
    const Uninterrupted whole = without_interruption(arguments);
    return kill_at_points(whole.writes, [&](long number) {
      const Outcome filled =
          locker(arguments, {{"LD_PRELOAD", killer_path()}, {"LOCKER_FULL_AT", std::to_string(number)}});
      ASSERT_TRUE(filled.code == 0 || filled.code == 1) << number << ": " << filled.code << filled.err;
      expect_same_after_another_run(arguments, whole.result, "write " + std::to_string(number));
    });
  }

  long kill_at_requests(const Words& arguments) {
    const Uninterrupted whole = without_interruption(arguments);
    return kill_at_points(whole.requests, [&](long number) {
      order("fault", {{"kind", "hang"}, {"after", number - 1}});
      Variables variables = environment();
      Process process(command(arguments), variables);
      ASSERT_TRUE(a_request_hangs()) << number;
      process.signal(SIGKILL);
      ASSERT_EQ(process.wait().code, kKilled);
      remove_faults();
      expect_same_after_another_run(arguments, whole.result, "request " + std::to_string(number));
    });
  }

  long kill_everywhere(const Words& arguments) {
    return kill_at_requests(arguments) + kill_at_writes(arguments);
  }

  /// Returns the names and contents of all files below a folder.
  static std::map<std::string, std::string> files_below(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    if (!std::filesystem::exists(folder)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (entry.is_regular_file())
        files[entry.path().lexically_relative(folder).string()] = text_of(entry.path());
    return files;
  }
  /// Returns a line per file, with its size and hash in place of its content.
  static std::string in_lines(const std::map<std::string, std::string>& files) {
    std::string all;
    for (const auto& [name, text] : files)
      all += name + " " + std::to_string(text.size()) + " " + std::to_string(std::hash<std::string>()(text)) +
             "\n";
    return all;
  }

  std::string input_;  ///< standard input of every run

 private:
  std::filesystem::path beginning(const std::filesystem::path& place) const {
    return folder.path() / "beginning" / place.filename();
  }
  static void copy(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::remove_all(to);
    std::filesystem::create_directories(to.parent_path());
    if (std::filesystem::exists(from))
      std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  }
};

}  // namespace locker::test
