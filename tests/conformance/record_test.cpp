// What a sync stores, and what it makes of changes.
#include <algorithm>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class Records : public Suite {
 protected:
  /// All streams, also those that are off until asked for.
  [[nodiscard]] Words all_streams() const {
    std::string names;
    for (const auto& stream : facts().streams) names += (names.empty() ? "" : ",") + stream.name;
    return {"--only", names};
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Records);

TEST_P(Records, are_all_stored_by_a_first_sync) {
  begin();
  sync(all_streams());
  for (const auto& stream : facts().streams) expect_all_of(stream.name);
}

TEST_P(Records, come_by_every_route_of_the_stand_in) {
  begin();
  sync(all_streams());
  if (const auto deletion = stage->erase()) sync(deletion->look);
  EXPECT_THAT(stage->unused(), IsEmpty());
}

TEST_P(Records, are_not_stored_again_and_cost_little_by_a_second_sync) {
  begin(Size::paged);
  sync();
  const std::string stored = dump();
  const json again = summary();
  EXPECT_EQ(dump(), stored);
  for (const char* action : {"new", "update", "add", "remove", "delete"})
    EXPECT_EQ(again["changes"][action], 0);
  // One request a stream and part, and one for whose account it is.
  EXPECT_LE(again["requests"], again["accounts"][0]["streams"].size() + 1) << again.dump(1);
}

TEST_P(Records, appear_once_when_they_are_new) {
  begin();
  sync();
  const Difference made = stage->add();
  sync();
  EXPECT_EQ(actions_of(made.id, made.stream), (Words{"new", "add"}));
  expect_all_of(made.stream);
  const std::string stored = dump();
  sync();
  EXPECT_EQ(dump(), stored);
}

TEST_P(Records, are_updated_and_not_doubled_by_a_change_and_keep_the_older_version) {
  begin();
  sync();
  const std::string before = locker({"query", "--raw", "--all"}).out;
  const json all_before = history({"--after", "0"});
  const std::string known = all_before.back()["time"];
  const Difference changed = stage->edit();
  const Words ids = members(changed.stream);
  ASSERT_THAT(ids, Contains(changed.id));
  sync({"--full"});
  EXPECT_EQ(members(changed.stream), ids);
  const Words actions = actions_of(changed.id, changed.stream);
  EXPECT_EQ(std::ranges::count(actions, "update"), 1) << ::testing::PrintToString(actions);
  EXPECT_EQ(std::ranges::count(actions, "new"), 1) << ::testing::PrintToString(actions);
  EXPECT_NE(locker({"query", "--raw", "--all"}).out, before);
  EXPECT_EQ(locker({"query", "--raw", "--all", "--as-of", known}).out, before);
  EXPECT_EQ(locker({"verify"}).code, kDone);
}

TEST_P(Records, are_not_changed_by_counters) {
  begin();
  sync();
  const json changes = history({"--after", "0"});
  stage->count_up();
  sync({"--full"});
  EXPECT_EQ(history({"--after", "0"}), changes);
}

TEST_P(Records, outlive_the_end_of_a_membership) {
  begin();
  sync();
  const Difference left = stage->leave();
  sync({"--full"});
  EXPECT_EQ(actions_of(left.id, left.stream).back(), "remove");
  EXPECT_THAT(members(left.stream), Not(Contains(left.id)));
  EXPECT_FALSE(query({"--type", facts().stream(left.stream)->type}).empty());
  EXPECT_TRUE(query({"--deleted"}).empty());
}

TEST_P(Records, are_deleted_by_proof_and_not_by_absence) {
  begin();
  sync();
  const auto deletion = stage->erase();
  if (!deletion) GTEST_SKIP() << id() << " never says that something was deleted";
  if (!deletion->look.empty()) {
    sync({"--full"});
    EXPECT_TRUE(query({"--deleted"}).empty()) << "absence proves nothing";
  }
  sync(deletion->look);
  const json deleted = query({"--deleted"});
  ASSERT_EQ(deleted.size(), 1u);
  EXPECT_EQ(deleted[0]["id"], deletion->id);
  EXPECT_EQ(actions_of(deletion->id, deletion->stream).back(), "delete");
}

TEST_P(Records, have_the_bytes_that_the_service_sent) {
  begin();
  sync();
  const auto told = relay->passed();
  const Words lines = lines_of(locker({"query", "--raw", "--all"}).out);
  ASSERT_FALSE(lines.empty());
  EXPECT_GE(lines.size(), query({"--all"}).size());
  // A record may have line breaks inside: each of its lines was sent, then.
  for (const auto& line : lines)
    EXPECT_TRUE(std::ranges::any_of(told, [&](const Passed& one) {
      return one.told.find(line) != std::string::npos;
    })) << line;
}

}  // namespace
}  // namespace locker::conformance
