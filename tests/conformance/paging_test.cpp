// What a sync makes of pages that lead astray, or tell little.
#include "tests/conformance/elsewhere.hpp"
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

/// What a page that was told before may cost, and what one that tells nothing new may.
constexpr long kCostOfKnownPages = 12, kCostOfEmptyPages = 130;

class Paging : public Suite {
 protected:
  void expect_bounded(PagingLoop where, long most) {
    begin(Size::paged);
    stage->set_paging_loop(where);
    relay->forget();
    sync(only_paged(), kPartly);
    EXPECT_LE(relay->requests(), most);
    stage->remove_faults();
    sync(only_paged());
    expect_all_of(stage->paged_stream());
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Paging);

TEST_P(Paging, that_leads_each_page_to_itself_is_bounded) {
  expect_bounded(PagingLoop::to_itself, kCostOfKnownPages);
}
TEST_P(Paging, that_leads_back_to_the_top_is_bounded) {
  expect_bounded(PagingLoop::to_the_top, kCostOfKnownPages);
}
TEST_P(Paging, that_leads_to_and_fro_is_bounded) {
  expect_bounded(PagingLoop::to_and_fro, kCostOfKnownPages);
}
TEST_P(Paging, that_tells_the_same_page_for_ever_is_bounded) {
  expect_bounded(PagingLoop::without_end, kCostOfEmptyPages);
}

TEST_P(Paging, of_every_list_is_followed_to_its_end) {
  begin(Size::small_pages);
  const json told = summary(all_streams());
  std::size_t elements = 0;
  for (const auto& stream : facts().streams) {
    expect_all_of(stream.name);
    elements += stream.max_part_size > 0 ? 0 : truth(stream.name).size();
  }
  EXPECT_GE(kSmallPage * told["requests"].get<std::size_t>(), elements) << "pages are small";
  const std::string stored = dump();
  sync(all_streams());
  EXPECT_EQ(dump(), stored);
}

TEST_P(Paging, that_leads_to_another_place_is_refused_and_left_behind) {
  begin(Size::paged);
  const Elsewhere other;
  loopback::Fault away = fault("led_away");
  away.body = other.base();
  away.match = stage->paged_target();
  relay->order(away);
  (void)locker({"sync", id(), "--only", stage->paged_stream()});
  relay->remove_faults();
  sync(only_paged());
  expect_all_of(stage->paged_stream());
}

TEST_P(Paging, with_an_empty_page_is_not_the_end) {
  begin(Size::paged);
  stage->send_an_empty_page();
  sync(only_paged());
  expect_all_of(stage->paged_stream());
}

TEST_P(Paging, with_a_short_page_is_not_the_end) {
  begin(Size::paged);
  stage->send_a_short_page();
  sync(only_paged());
  expect_all_of(stage->paged_stream());
}

}  // namespace
}  // namespace locker::conformance
