#include "lib/sync/estimate.hpp"

#include <gmock/gmock.h>

#include "tests/unit/sync/sync_fixture.hpp"

namespace locker {
namespace {

using Certainty = sync::Estimate::Certainty;

class EstimateTest : public test::SyncFixture {
 protected:
  sync::Estimate of(const std::string& stream) {
    const auto selected = sync::select_streams(connector.facts(), {stream}, {});
    return sync::estimate(connector, selected, *writer, "paper", request.walks, clock.time).front();
  }
};

TEST_F(EstimateTest, names_the_cap_where_nothing_is_stored) {
  const auto notes = of("notes");
  EXPECT_EQ(notes.certainty, Certainty::at_most);
  EXPECT_EQ(notes.resources, 20);
  EXPECT_EQ(notes.calls, 5);
  EXPECT_EQ(notes.cost, 20'000);
}

TEST_F(EstimateTest, says_unknown_where_not_even_a_cap_is_known) {
  EXPECT_EQ(of("stars").certainty, Certainty::unknown);
}

TEST_F(EstimateTest, expects_one_small_page_once_a_stream_is_known) {
  service.listed["stars"] = test::falling(30, 1);
  (void)sync_only({"stars"});
  const auto stars = of("stars");
  EXPECT_EQ(stars.calls, 1);
  EXPECT_EQ(stars.resources, 2);
  EXPECT_EQ(stars.cost, 2'000);
  EXPECT_EQ(stars.cost_with_included, 2'000 + 2 * sync::kIncludedPerElement * 5'000);
}

TEST_F(EstimateTest, expects_as_many_more_as_the_service_has_counted_since_the_last_walk) {
  for (auto& stream : connector.stated.streams)
    if (stream.name == "stars") stream.count_field = "views";
  service.listed["stars"] = test::falling(30, 1);
  service.views = 1'000;
  (void)sync_only({"profile", "stars"});
  EXPECT_EQ(of("stars").resources, 2) << "it counts more than it lists";
  clock.time += std::chrono::days(1);
  service.views = 1'010;
  (void)sync_only({"profile"});
  const auto stars = of("stars");
  EXPECT_EQ(stars.certainty, Certainty::about);
  EXPECT_EQ(stars.resources, 2 + 4 + 8 + 8) << "pages that grow, and one in which all is known";
  EXPECT_EQ(stars.calls, 4);
  request.walks.full = true;
  EXPECT_EQ(of("stars").resources, 40);
}

TEST_F(EstimateTest, counts_a_full_walk_by_what_is_stored) {
  service.listed["stars"] = test::falling(30, 1);
  (void)sync_only({"stars"});
  request.walks.full = true;
  EXPECT_EQ(of("stars").resources, 30);
  EXPECT_EQ(of("stars").calls, 4);
}

TEST_F(EstimateTest, counts_shelves_without_what_is_on_them) {
  service.listed["shelves"] = {902, 901};
  service.listed["shelves/901"] = {3, 2, 1};
  (void)sync_only({"shelves"});
  request.walks.full = true;
  EXPECT_EQ(of("shelves").resources, 2);
}

TEST_F(EstimateTest, knows_of_a_stream_that_was_empty) {
  (void)sync_only({"stars"});
  request.walks.full = true;
  EXPECT_EQ(of("stars").certainty, Certainty::about);
  EXPECT_EQ(of("stars").resources, 0);
}

TEST_F(EstimateTest, leaves_out_parts_without_news_unless_all_is_asked_for) {
  service.listed["stars"] = {2, 1};
  (void)sync_only({"stars", "pages"});
  const auto parts = [this] {
    const auto selected = sync::select_streams(test::fake_descriptor(), {"pages"}, {});
    return sync::estimate(connector, selected, *writer, "paper", request.walks, clock.time).size();
  };
  EXPECT_EQ(parts(), 0u);
  request.walks.full = true;
  EXPECT_EQ(parts(), 4u);
}

TEST_F(EstimateTest, asks_nobody) {
  service.urls.clear();
  (void)of("notes");
  EXPECT_TRUE(service.urls.empty());
}

}  // namespace
}  // namespace locker
