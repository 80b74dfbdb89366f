// What a sync stores, and what it makes of changes.
#include <algorithm>
#include <set>
#include <utility>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class Records : public Suite {
 protected:
  /// Ids as the archive lists them, each as often as it does.
  [[nodiscard]] Words listed(const std::string& stream) const {
    Words ids;
    for (const auto& row : query({"--stream", stream})) ids.push_back(row["id"]);
    std::ranges::sort(ids);
    return ids;
  }
  [[nodiscard]] long records() const {
    std::set<std::pair<std::string, std::string>> names;
    const json rows = query({"--all"});
    for (const auto& row : rows) names.emplace(row["type"], row["id"]);
    EXPECT_EQ(names.size(), rows.size()) << "each once";
    return static_cast<long>(names.size());
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Records);

TEST_P(Records, are_all_stored_once_and_counted_by_a_first_sync) {
  begin();
  const long before = records();  // who signed in, perhaps
  const json told = summary(all_streams());
  for (const auto& stream : facts().streams)
    EXPECT_EQ(listed(stream.name), truth(stream.name)) << stream.name;
  EXPECT_EQ(told["changes"]["new"], records() - before);
  EXPECT_EQ(told["requests"], relay->requests());
}

TEST_P(Records, come_by_every_route_of_the_stand_in) {
  begin();
  sync(all_streams());
  while (const auto deletion = stage->erase()) sync(deletion->look);
  if (const auto file = stage->give_export(folder.path().string()); !file.empty()) {
    const Outcome imported = locker({"import", id(), file});
    EXPECT_EQ(imported.code, kDone) << imported.err;
    sync({"--only", facts().streams.front().name, "--look-up-names"});
  }
  EXPECT_THAT(stage->unused(), IsEmpty());
}

TEST_P(Records, are_not_stored_again_and_cost_little_by_a_second_sync) {
  begin(Size::paged);
  sync();
  const std::string stored = dump();
  relay->forget();
  const json again = summary();
  EXPECT_EQ(dump(), stored);
  for (const char* action : {"new", "update", "add", "remove", "delete"})
    EXPECT_EQ(again["changes"][action], 0);
  EXPECT_EQ(again["requests"], relay->requests());
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

TEST_P(Records, that_were_edited_are_found_by_a_plain_sync_where_the_order_promises_it) {
  begin();
  sync();
  int tried = 0;
  for (const auto& stream : facts().streams) {
    const bool promises =
        stream.order != connector::Order::by_addition && stream.order != connector::Order::by_id;
    const auto changed = promises ? stage->edit_in(stream.name) : std::nullopt;
    if (!changed) continue;
    ++tried;
    sync();
    const Words actions = actions_of(changed->id, changed->stream);
    EXPECT_EQ(std::ranges::count(actions, "update"), 1) << stream.name << ::testing::PrintToString(actions);
  }
  EXPECT_GT(tried, 0);
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
  std::size_t deleted = 0;
  while (const auto deletion = stage->erase()) {
    if (!deletion->look.empty()) {
      sync({"--full"});
      EXPECT_EQ(query({"--deleted"}).size(), deleted) << "absence proves nothing";
    }
    sync(deletion->look);
    ASSERT_EQ(query({"--deleted"}).size(), ++deleted) << deletion->stream;
    EXPECT_EQ(actions_of(deletion->id, deletion->stream).back(), "delete");
    EXPECT_EQ(locker({"verify"}).code, kDone);
  }
  if (deleted == 0) GTEST_SKIP() << id() << " never says that something was deleted";
}

}  // namespace
}  // namespace locker::conformance
