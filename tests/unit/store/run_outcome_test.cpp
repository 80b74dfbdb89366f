#include "lib/store/run_outcome.hpp"

#include <gtest/gtest.h>

namespace locker::store {
namespace {

TEST(RunOutcome, is_read_back_by_its_name) {
  EXPECT_EQ(RunOutcome::named("done"), RunOutcome());
  EXPECT_EQ(RunOutcome::named("skipped"), RunOutcome::skipped());
  EXPECT_EQ(RunOutcome::named("rate-limit"), RunOutcome(ErrorKind::rate_limit));
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::interrupted); ++kind) {
    const RunOutcome outcome(static_cast<ErrorKind>(kind));
    EXPECT_EQ(RunOutcome::named(outcome.name()), outcome) << outcome.name();
    EXPECT_TRUE(outcome.failed()) << outcome.name();
  }
}

TEST(RunOutcome, has_failed_only_with_an_error) {
  EXPECT_TRUE(RunOutcome().is_done());
  EXPECT_FALSE(RunOutcome().failed());
  EXPECT_FALSE(RunOutcome::skipped().is_done());
  EXPECT_FALSE(RunOutcome::skipped().failed());
}

TEST(RunOutcome, of_an_unknown_name_there_is_none) {
  for (const char* name : {"", "Done", "failed", "rate_limit"})
    EXPECT_EQ(RunOutcome::named(name), std::nullopt) << name;
}

}  // namespace
}  // namespace locker::store
