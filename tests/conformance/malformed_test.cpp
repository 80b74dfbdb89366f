// What a sync makes of answers that cannot be read.
#include <algorithm>

#include "loopback/corrupt_json.hpp"
#include "tests/conformance/made_up_for.hpp"
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Malformed : public Suite {
 protected:
  /// As long as it is not removed: what was cut is asked for once more.
  static loopback::Fault spoilt(const std::string& kind) {
    loopback::Fault made = fault("spoilt");
    made.body = kind;
    made.times = 0;
    return made;
  }

  /// Without those that are JSON: what stands in a list within one object is the service's own matter.
  static Words kinds_for_any_answer() {
    Words kinds = loopback::corrupt_kinds();
    std::erase_if(kinds, [](const std::string& kind) { return kind.find("element") != std::string::npos; });
    return kinds;
  }

  /// After a sync of the paged stream that was let read one page.
  std::string dump_after_the_first_page() {
    const int size = facts().stream(stage->paged_stream())->max_page_size;
    sync(only_paged({"--max-items", std::to_string(size)}), kBudgetReached);
    return dump();
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Malformed);

TEST_P(Malformed, pages_store_nothing_of_theirs_and_lose_nothing) {
  begin(Size::paged);
  const Whole whole = page_by_page();
  const std::string first_page = dump_after_the_first_page();
  ASSERT_NE(first_page, whole.dump);
  back_to_the_beginning();
  // The first comes in the middle of a walk, each further one where that was left.
  for (const auto& kind : loopback::corrupt_kinds()) {
    loopback::Fault second_page = spoilt(kind);
    second_page.match = whole.targets.at(1);
    relay->order(second_page);
    const Outcome outcome = sync(only_paged(), kPartly);
    EXPECT_THAT(outcome.err, HasSubstr(stage->paged_stream())) << kind;
    EXPECT_EQ(dump(), first_page) << kind;
    relay->remove_faults();
  }
  sync(only_paged());
  EXPECT_EQ(dump(), whole.dump);
}

TEST_P(Malformed, paging_is_not_taken_for_the_end_of_the_list) {
  begin(Size::paged);
  const Whole whole = page_by_page();
  for (const auto& broken : stage->broken_paging()) {
    relay->change(stage->paged_target(), broken.spoil);
    const Outcome outcome = sync(only_paged(), kPartly);
    EXPECT_THAT(outcome.err, HasSubstr(stage->paged_stream())) << broken.name;
    EXPECT_THAT(members(stage->paged_stream()), IsEmpty()) << broken.name;
    relay->remove_faults();
  }
  sync(only_paged());
  EXPECT_EQ(dump(), whole.dump);
}

TEST_P(Malformed, answers_to_any_request_are_made_up_for_by_the_next_sync) {
  begin();
  const Whole whole = without_trouble({});
  const auto kinds = kinds_for_any_answer();
  for_some(whole.requests(), [&](long number) {
    back_to_the_beginning();
    loopback::Fault one = spoilt(kinds[static_cast<std::size_t>(number) % kinds.size()]);
    one.after = number;
    one.times = 1;
    relay->order(one);
    const Outcome outcome = locker({"sync", id()});
    EXPECT_THAT(outcome.code, AnyOf(kDone, kPartly)) << outcome.err;  // done: it was asked for once more
    relay->remove_faults();
    sync();
    ASSERT_THAT(lacks(dump(), whole.dump), IsEmpty())
        << one.body << " in request " << number << ": " << outcome.err;
  });
}

TEST_P(Malformed, answers_in_one_stream_do_not_hinder_the_others) {
  begin();
  loopback::Fault of_the_stream = spoilt("half");
  of_the_stream.match = stage->paged_target();
  relay->order(of_the_stream);
  sync({}, kPartly);
  for (const auto& stream : facts().streams)
    if (stream.on_by_default && stream.name != stage->paged_stream() && stream.parts_of.empty())
      expect_all_of(stream.name);
}

}  // namespace
}  // namespace locker::conformance
