#include "lib/serve/state/repeats.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

class RepeatsTest : public ::testing::Test {
 protected:
  static Listener listener(std::int64_t repeat, const std::string& type = "note/x") {
    return {type, "a", "/heard", 0, std::nullopt, repeat};
  }
  /// Returns the changes to repeat for a listener that has received the repeats up to `heard`.
  static std::vector<std::int64_t> behind(const Repeats& repeats, std::int64_t heard,
                                          const std::string& type = "note/x") {
    std::vector<std::int64_t> changes;
    for (auto next = repeats.next(type, heard); next; next = repeats.next(type, heard)) {
      changes.push_back(next->change);
      heard = next->number;
    }
    return changes;
  }
  using Changes = std::vector<std::int64_t>;

  test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "repeats.jsonl";
};

TEST_F(RepeatsTest, are_kept_in_their_order_for_who_has_not_heard_them) {
  {
    Repeats repeats(file, 0);
    for (const std::int64_t change : {7, 3, 7})
      EXPECT_TRUE(repeats.add({"note/x", change, 9}, {listener(0)}));
    EXPECT_EQ(behind(repeats, 0), (Changes{7, 3, 7}));
  }
  const Repeats again(file, 0);
  EXPECT_EQ(behind(again, 0), (Changes{7, 3, 7}));
  EXPECT_EQ(behind(again, 1), (Changes{3, 7}));
  EXPECT_EQ(behind(again, again.last()), Changes());
  std::int64_t heard = 0;
  EXPECT_EQ(again.next("note/x", heard)->after, 9);
}

TEST_F(RepeatsTest, of_other_types_are_passed_over_for_good) {
  Repeats repeats(file, 0);
  repeats.add({"note/y", 1, 1}, {});
  repeats.add({"note/x", 2, 2}, {});
  repeats.add({"note/y", 3, 3}, {});
  std::int64_t heard = 0;
  EXPECT_EQ(repeats.next("note/x", heard)->change, 2);
  EXPECT_EQ(heard, 1);
  heard = 2;
  EXPECT_FALSE(repeats.next("note/x", heard));
  EXPECT_EQ(heard, 3);
}

TEST_F(RepeatsTest, that_all_have_heard_are_dropped_and_their_numbers_not_given_again) {
  Repeats repeats(file, 0);
  for (int i = 0; i < 300; ++i)
    repeats.add({"note/x", 1, 1}, {listener(repeats.last()), listener(0, "note/y")});
  EXPECT_LT(std::filesystem::file_size(file), 10'000u);
  std::filesystem::remove(file);
  Repeats again(file, repeats.last());
  again.add({"note/x", 1, 1}, {});
  EXPECT_EQ(again.last(), 301);
}

TEST_F(RepeatsTest, of_an_archive_that_is_older_are_told_after_what_it_has) {
  Repeats repeats(file, 0);
  repeats.add({"note/x", 3, 9}, {});
  repeats.add({"note/x", 8, 9}, {});
  repeats.lower(5);
  std::int64_t heard = 0;
  EXPECT_EQ(behind(repeats, 0), Changes{3}) << "there is no change 8 any more";
  EXPECT_EQ(repeats.next("note/x", heard)->after, 5);
  EXPECT_EQ(behind(Repeats(file, 0), 0), Changes{3});
}

TEST_F(RepeatsTest, of_a_damaged_file_are_passed_over) {
  std::ofstream(file)
      << "{\"number\":1,\"change\":4,\"after\":4,\"type\":\"note/x\"}\n[]\n{}\nnonsense\n{\"numb";
  Repeats repeats(file, 0);
  repeats.add({"note/x", 5, 5}, {listener(0)});
  EXPECT_EQ(behind(Repeats(file, 0), 0), (Changes{4, 5}));
}

}  // namespace
}  // namespace locker::serve
