// What a sync makes of a list that moves while it is read.
#include <algorithm>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

class Moving : public Suite {
 protected:
  /// Targets of the pages of the paged stream, in order.
  Words pages() {
    keep_as_beginning();
    relay->forget();
    sync(only_paged({"--max-items", "1000000"}));
    Words targets;
    for (const auto& one : relay->passed())
      if (one.target.find(stage->paged_target()) != std::string::npos &&
          std::ranges::find(targets, one.target) == targets.end())
        targets.push_back(one.target);
    back_to_the_beginning();
    return targets;
  }

  /// What left may still be held for a member: only a proof ends that.
  void expect_nothing_lost(const std::string& when) const {
    const Words held = members(stage->paged_stream()), all = truth(stage->paged_stream());
    Words lost;
    std::ranges::set_difference(all, held, std::back_inserter(lost));
    EXPECT_TRUE(lost.empty()) << when << ": " << ::testing::PrintToString(lost);
  }

  /// The list loses something near its top while the request of that number is held.
  void move_during(long page) {
    loopback::Fault hold;
    hold.kind = "hold";
    hold.match = stage->paged_target();
    hold.after = page;
    hold.times = 0;
    relay->order(hold);
    test::Process process(command({"sync", id(), "--only", stage->paged_stream()}), environment());
    EXPECT_TRUE(relay->holds()) << page;
    stage->leave();
    relay->remove_faults();
    EXPECT_EQ(process.wait(std::chrono::seconds(30)).code, kDone) << page;
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Moving);

TEST_P(Moving, lists_lose_nothing_while_they_are_read) {
  begin(Size::paged);
  const Words targets = pages();
  ASSERT_GE(targets.size(), 3u);
  for (long page = 1; page < static_cast<long>(targets.size()); ++page) {
    back_to_the_beginning();
    move_during(page);
    expect_nothing_lost("moved at request " + std::to_string(page));
  }
}

TEST_P(Moving, lists_lose_nothing_between_a_cut_and_its_resume) {
  begin(Size::paged);
  const int size = facts().stream(stage->paged_stream())->max_page_size;
  for (const int read : {size, 2 * size}) {
    std::filesystem::remove_all(home / "locker.db");
    sync(only_paged({"--max-items", std::to_string(read)}), kBudgetReached);
    stage->leave();
    sync(only_paged());
    expect_nothing_lost("after " + std::to_string(read));
    sync(only_paged());
    expect_nothing_lost("one sync later");
  }
}

}  // namespace
}  // namespace locker::conformance
