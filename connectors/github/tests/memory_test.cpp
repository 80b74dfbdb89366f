// The memory of a sync is bounded, however large the data.
#include "github_fixture.hpp"

namespace locker::test::github {
namespace {

constexpr long kMostKb = 100'000;

class Memory : public GitHub {
 protected:
  /// Returns the peak memory of a sync of these streams.
  long peak_kb(const std::string& streams) const {
    const Words words{"/usr/bin/python3",
                      "-c",
                      "import resource, subprocess, sys; subprocess.check_call(sys.argv[1:], stdout=2);"
                      " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)",
                      program_path(),
                      "sync",
                      "github",
                      "--only",
                      streams};
    const Outcome outcome = Process(words, environment()).wait(kPatience);
    EXPECT_EQ(outcome.code, kDone) << outcome.err;
    return std::stol(outcome.out);
  }
};

TEST_F(Memory, is_bounded_where_gists_have_the_largest_files_that_github_gives) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "memory is not the program's own";
#endif
  begin();
  std::string text;
  while (text.size() < 8'000'000) text += "a pinch of saffron, and a little of everything else\n";
  for (int i = 0; i < 3; ++i) order("gist", {{"files", {{"recipe.txt", text}}}});
  EXPECT_LE(peak_kb("gists"), kMostKb);
  EXPECT_EQ(query({"saffron", "--fields", "id"}).size(), 3u);
}

/// Each distinct word is an entry of the index, and all entries of one text are in memory at once.
TEST_F(Memory, is_bounded_where_a_long_text_has_no_word_twice) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "memory is not the program's own";
#endif
  begin();
  std::string text;
  for (int word = 0; text.size() < 8'000'000; ++word) text += "w" + std::to_string(1'000'000 + word) + " ";
  order("gist", {{"files", {{"words.txt", text}}}});
  EXPECT_LE(peak_kb("gists"), kMostKb);
  EXPECT_EQ(query({"w1000000", "--fields", "id"}).size(), 1u);
  EXPECT_EQ(query({"w1700000", "--fields", "id"}).size(), 0u) << "its first two megabytes are indexed";
  EXPECT_EQ(locker({"verify"}).code, kDone);
}

}  // namespace
}  // namespace locker::test::github
