#include <gmock/gmock.h>

#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using test::rows;
using ::testing::ElementsAre;

class Ledger : public test::StoreFixture {
 protected:
  void charge(const std::vector<Charge>& resources) {
    auto begun = begin("notes", 1);
    begun.charge(resources, 1, 2);
    begun.commit();
  }
};

TEST_F(Ledger, counts_a_resource_once_a_day_and_keeps_the_gross_beside_it) {
  run = writer->begin_run("paper", {"notes", ""}, now);
  charge({{"post", "1", 1'000}, {"post", "2", 1'000}});
  charge({{"post", "2", 1'000}, {"user", "2", 10'000}});
  EXPECT_THAT(rows(home, "SELECT requests, resources, included, gross, cost FROM run"),
              ElementsAre("2|4|4|13000|12000"));
  EXPECT_EQ(writer->month_cost("paper", now), 12'000);
  later(std::chrono::hours(24));
  charge({{"post", "1", 1'000}});
  EXPECT_EQ(writer->month_cost("paper", now), 13'000);
}

TEST_F(Ledger, begins_anew_each_month) {
  run = writer->begin_run("paper", {"notes", ""}, now);
  charge({{"post", "1", 1'000}});
  EXPECT_EQ(writer->month_cost("paper", now + std::chrono::hours(24 * 32)), 0);
}

TEST_F(Ledger, binds_an_account_to_the_first_user_it_learns) {
  writer->bind_account("paper", "42", "ann");
  writer->bind_account("paper", "42", "ann_renamed");
  try {
    writer->bind_account("paper", "43", "bob");
    FAIL() << "a foreign user was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("ann_renamed"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("bob"));
  }
  EXPECT_EQ(writer->account("paper")->user_id, "42");
}

TEST_F(Ledger, keeps_a_cursor_as_it_was_saved) {
  auto begun = begin("notes", 3);
  const Cursor saved{.mark = "5",
                     .walk = 3,
                     .settled = 2,
                     .mode = WalkMode::full,
                     .since = "4",
                     .token = "t",
                     .pending = "9",
                     .oldest = "6",
                     .met = 17,
                     .broken = true,
                     .full_at = now,
                     .complete_from = now,
                     .complete_to = std::nullopt,
                     .gap = "g"};
  begun.save_cursor(saved);
  begun.commit();
  const Cursor read = writer->cursor("paper", {"notes", ""});
  EXPECT_EQ(std::tie(read.mark, read.walk, read.settled, read.since, read.token, read.pending, read.oldest,
                     read.met),
            std::tie(saved.mark, saved.walk, saved.settled, saved.since, saved.token, saved.pending,
                     saved.oldest, saved.met));
  EXPECT_EQ(read.mode, WalkMode::full);
  EXPECT_TRUE(read.broken);
  EXPECT_EQ(read.full_at, saved.full_at);
  EXPECT_EQ(read.complete_to, std::nullopt);
}

}  // namespace
}  // namespace locker::store
