#pragma once

#include <signal.h>
#include <stdlib.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {

/// The killer as it was built (killer.cpp).
[[nodiscard]] const char* killer_path();

/// Runs of the real program that are killed, run again, and compared with one that was not.
class Crash : public LockerTest {
 protected:
  static constexpr int kKilled = 128 + SIGKILL;
  /// How many points are tried without LOCKER_CRASH_ALL=1, spread over all that there are.
  virtual long share() const { return 30; }
  /// How many are tried at either end.
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

  /// What an uninterrupted run leaves, as far as another one is to leave the same.
  virtual std::string result() const { return dump(); }
  /// Looks at what a killed run left. `where` says at which point.
  virtual void expect_no_harm(const std::string&) const {}
  /// True if a run that is done again had better say so than do it.
  virtual bool is_done() const { return false; }

  /// What a run changes: it begins from here at every attempt.
  virtual std::vector<std::filesystem::path> places() const { return {home}; }

  void keep_as_beginning() {
    for (const auto& place : places()) copy(place, beginning(place));
  }
  void back_to_the_beginning() {
    for (const auto& place : places()) copy(beginning(place), place);
  }

  /// The result of an uninterrupted run, and how many points it has.
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

  /// The numbers of the points that are tried: a share of all, and each of the first and last, where what
  /// was made takes its place.
  std::set<long> points(long count) const {
    std::set<long> numbers;
    const long step = getenv("LOCKER_CRASH_ALL") ? 1 : std::max(1L, count / share());
    for (long number = 1; number <= count; number += step) numbers.insert(number);
    for (long number = 0; number < std::min(count, kEnds); ++number)
      numbers.insert({1 + number, count - number});
    return numbers;
  }

  /// Kills at `count` numbered points, or a share of them. How many were met.
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
      ASSERT_EQ(killed.code, kKilled) << number;
      expect_same_after_another_run(arguments, whole.result, "write " + std::to_string(number));
    });
  }

  /// Fills the disk at a share of the writes: the run ends with one line that says so, or is done, and one
  /// with room again ends as if nothing had been.
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

  /// Every file below a folder: its name, and what is in it.
  static std::map<std::string, std::string> files_below(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    if (!std::filesystem::exists(folder)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (entry.is_regular_file())
        files[entry.path().lexically_relative(folder).string()] = text_of(entry.path());
    return files;
  }
  /// A line for each: what is in it is told by its size and hash.
  static std::string in_lines(const std::map<std::string, std::string>& files) {
    std::string all;
    for (const auto& [name, text] : files)
      all += name + " " + std::to_string(text.size()) + " " + std::to_string(std::hash<std::string>()(text)) +
             "\n";
    return all;
  }

  std::string input_;  ///< that each of the runs is given

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
