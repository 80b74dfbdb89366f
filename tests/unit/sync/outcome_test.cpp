#include "lib/sync/outcome.hpp"

#include <gtest/gtest.h>

namespace locker::sync {
namespace {

using store::RunOutcome;

const RunOutcome kDone, kSkipped = RunOutcome::skipped();

AccountReport report(const std::vector<RunOutcome>& outcomes, std::optional<ErrorKind> ended_by = {}) {
  AccountReport report;
  for (const auto& outcome : outcomes) {
    StreamReport stream;
    stream.outcome = outcome;
    report.streams.push_back(stream);
  }
  if (ended_by) report.ended_by = Ending{*ended_by, "", ""};
  return report;
}

TEST(SyncExitCode, is_0_when_all_is_done_or_skipped) {
  EXPECT_EQ(exit_code_of(report({kDone, kSkipped})), 0);
  EXPECT_EQ(exit_code_of(report({})), 0);
}

TEST(SyncExitCode, is_3_when_any_stream_failed) {
  EXPECT_EQ(exit_code_of(report({kDone, ErrorKind::forbidden})), 3);
  EXPECT_EQ(exit_code_of(report({kDone, ErrorKind::network})), 3);
  EXPECT_EQ(exit_code_of(report({ErrorKind::guard})), 3);
  EXPECT_EQ(exit_code_of(report({ErrorKind::malformed, ErrorKind::network})), 3);
}

TEST(SyncExitCode, is_5_when_the_network_alone_kept_everything_from_finishing) {
  EXPECT_EQ(exit_code_of(report({ErrorKind::network, ErrorKind::network, kSkipped})), 5);
  EXPECT_EQ(exit_code_of(report({}, ErrorKind::network)), 5);
}

TEST(SyncExitCode, is_5_when_a_wait_was_not_allowed_whatever_else_was_done) {
  EXPECT_EQ(exit_code_of(report({kDone, ErrorKind::rate_limit}, ErrorKind::rate_limit)), 5);
  EXPECT_EQ(exit_code_of(report({kDone, ErrorKind::forbidden, ErrorKind::network}, ErrorKind::network)), 5);
}

TEST(SyncExitCode, is_decided_by_what_ended_the_run) {
  EXPECT_EQ(exit_code_of(report({kDone, ErrorKind::interrupted}, ErrorKind::interrupted)), 130);
  EXPECT_EQ(exit_code_of(report({}, ErrorKind::locked)), 11);
  EXPECT_EQ(exit_code_of(report({kDone, ErrorKind::sign_in}, ErrorKind::sign_in)), 4);
  EXPECT_EQ(exit_code_of(report({ErrorKind::forbidden, ErrorKind::payment}, ErrorKind::payment)), 6);
  EXPECT_EQ(exit_code_of(report({}, ErrorKind::usage)), 2);
  EXPECT_EQ(exit_code_of(report({}, ErrorKind::forbidden)), 3);
}

TEST(SyncExitCode, of_several_accounts_is_theirs_if_they_agree_else_3) {
  EXPECT_EQ(exit_code_of(std::vector<int>{4, 4}), 4);
  EXPECT_EQ(exit_code_of(std::vector<int>{0, 6}), 3);
  EXPECT_EQ(exit_code_of(std::vector<int>{0, 130, 6}), 130);
  EXPECT_EQ(exit_code_of(std::vector<int>{}), 0);
}

TEST(SyncExitCode, only_what_concerns_all_streams_ends_the_run) {
  for (const auto kind :
       {ErrorKind::forbidden, ErrorKind::gone, ErrorKind::malformed, ErrorKind::network, ErrorKind::guard})
    EXPECT_FALSE(ends_the_run(kind)) << name_of(kind);
  for (const auto kind :
       {ErrorKind::payment, ErrorKind::sign_in, ErrorKind::interrupted, ErrorKind::rate_limit})
    EXPECT_TRUE(ends_the_run(kind)) << name_of(kind);
}

}  // namespace
}  // namespace locker::sync
