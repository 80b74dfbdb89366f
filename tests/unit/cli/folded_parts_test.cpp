#include "cli/commands/folded_parts.hpp"

#include <gmock/gmock.h>

namespace locker::cli {
namespace {

using testing::ElementsAre;

class FoldedParts : public ::testing::Test {
 protected:
  store::StreamStatus& add(const std::string& name) {
    store::StreamStatus one;
    one.stream = name;
    one.members = 2;
    one.outcome = store::RunOutcome();
    one.began = one.ended = one.complete_to =
        from_millis(1'000 * static_cast<std::int64_t>(streams.size() + 1));
    streams.push_back(one);
    return streams.back();
  }
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& row : folded_parts(streams)) result.push_back(row.stream);
    return result;
  }
  std::vector<store::StreamStatus> streams;
};

TEST_F(FoldedParts, leaves_a_few_as_they_are) {
  for (const auto* name : {"stars", "lists/owned", "lists/followed"}) add(name);
  EXPECT_THAT(names(), ElementsAre("stars", "lists/owned", "lists/followed"));
}

TEST_F(FoldedParts, shows_many_as_one_and_those_with_trouble_by_themselves) {
  for (const auto* name : {"stars", "commits/1", "commits/2", "commits/3", "commits/4", "commits/5"})
    add(name);
  add("commits/6").outcome = ErrorKind::gone;
  add("commits/7").gap = "something";
  EXPECT_THAT(names(), ElementsAre("stars", "commits (5 parts)", "commits/6", "commits/7"));
  const auto row = folded_parts(streams)[1];
  EXPECT_EQ(row.members, 10);
  EXPECT_EQ(row.complete_to, from_millis(2'000)) << "as complete as the least of them";
  EXPECT_EQ(row.ended, from_millis(6'000));
}

}  // namespace
}  // namespace locker::cli
