#include <gmock/gmock.h>

#include "lib/store/write/forget.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using test::rows;
using ::testing::ElementsAre;

class Memberships : public test::StoreFixture {
 protected:
  std::vector<Observation> notes(const std::vector<std::string>& ids) {
    std::vector<Observation> seen;
    for (const auto& id : ids) seen.push_back(note(id, R"({"id":")" + id + "\"}"));
    return seen;
  }
  std::vector<std::string> stars() {
    return rows(
        home,
        "SELECT r.key FROM membership m JOIN record r ON r.id = m.record JOIN stream s ON s.id = m.stream"
        " WHERE s.name = 'stars' AND m.ended IS NULL ORDER BY m.placed DESC, m.position");
  }
};

constexpr Proof kUnbroken{.unbroken = true};

TEST_F(Memberships, keep_the_order_of_the_service) {
  page("stars", 1, notes({"d", "c"}));
  page("stars", 1, notes({"b", "a"}));
  end_walk("stars", 1, kUnbroken);
  EXPECT_THAT(stars(), ElementsAre("d", "c", "b", "a"));
  page("stars", 2, notes({"f", "e", "d"}));
  EXPECT_THAT(stars(), ElementsAre("f", "e", "d", "c", "b", "a"));
}

TEST_F(Memberships, end_only_on_an_unbroken_walk) {
  page("stars", 1, notes({"c", "b", "a"}));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"c", "a"}));
  EXPECT_EQ(end_walk("stars", 2, Proof{}).unproven, 1);
  EXPECT_THAT(stars(), ElementsAre("c", "b", "a")) << "what is not met keeps its place";
  page("stars", 3, notes({"c", "a"}));
  EXPECT_EQ(end_walk("stars", 3, kUnbroken).removed, 1);
  EXPECT_THAT(stars(), ElementsAre("c", "a"));
  EXPECT_THAT(rows(home, "SELECT action FROM change ORDER BY seq DESC LIMIT 1"), ElementsAre("6"));
  EXPECT_THAT(rows(home, "SELECT state FROM record WHERE key = 'b'"), ElementsAre("0"))
      << "absent is not deleted";
}

TEST_F(Memberships, begin_again_as_a_new_one) {
  page("stars", 1, notes({"b", "a"}));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"b"}));
  end_walk("stars", 2, kUnbroken);
  page("stars", 3, notes({"a", "b"}));
  EXPECT_THAT(rows(home,
                   "SELECT m.ended IS NULL FROM membership m JOIN record r ON r.id = m.record"
                   " WHERE r.key = 'a' ORDER BY m.began"),
              ElementsAre("0", "1"));
}

TEST_F(Memberships, are_found_in_any_order_among_those_that_ended) {
  page("stars", 1, notes({"f", "e", "d", "c", "b", "a"}));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"f", "d", "b", "a"}));
  end_walk("stars", 2, kUnbroken);
  page("stars", 3, notes({"f", "e", "d", "b", "a"}));
  end_walk("stars", 3, kUnbroken);
  const auto known = [&](std::int64_t walk, const std::vector<std::string>& ids) {
    return page("stars", walk, notes(ids)).known;
  };
  EXPECT_EQ(known(4, {"f", "e", "d", "b", "a"}), 5);
  EXPECT_EQ(known(5, {"f", "d", "a"}), 3);
  EXPECT_EQ(known(6, {"a", "b", "d", "e", "f"}), 5);
  EXPECT_EQ(known(7, {"f", "c", "e", "x", "d"}), 3) << "c comes anew";
  EXPECT_THAT(rows(home, "SELECT count(*) FROM membership WHERE ended IS NULL"), ElementsAre("7"));
}

TEST_F(Memberships, are_guarded_against_a_suddenly_empty_answer) {
  std::vector<std::string> ids;
  for (int i = 0; i < 22; ++i) ids.push_back(std::to_string(100 + i));
  page("stars", 1, notes(ids));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"100"}));
  const auto guarded = end_walk("stars", 2, kUnbroken);
  EXPECT_EQ(guarded.guarded, 21);
  EXPECT_EQ(guarded.removed, 0);
  EXPECT_EQ(end_walk("stars", 2, {.unbroken = true, .accept_removals = true}).removed, 21);
}

TEST_F(Memberships, may_all_end_where_there_are_few) {
  page("stars", 1, notes({"b", "a"}));
  end_walk("stars", 1, kUnbroken);
  EXPECT_EQ(end_walk("stars", 2, kUnbroken).removed, 2);
}

TEST_F(Memberships, below_a_depth_cap_are_left_alone) {
  page("notes", 1, notes({"30", "20", "9"}));
  end_walk("notes", 1, kUnbroken);
  page("notes", 2, notes({"40"}));
  EXPECT_EQ(end_walk("notes", 2, {.unbroken = true, .only_newer_than = "15"}).removed, 2)
      << "30 and 20 are newer than the oldest met; 9 lies below the service's reach";
  EXPECT_EQ(end_walk("notes", 2, {.unbroken = true, .none = true}).removed, 0);
}

TEST_F(Memberships, of_a_walk_that_was_cut_are_not_known_to_the_next) {
  page("stars", 1, notes({"b", "a"}));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"f", "e"}));  // killed here, before d and c were seen
  const auto again = page("stars", 3, notes({"f", "e"}));
  EXPECT_EQ(again.known, 0);
  EXPECT_EQ(again.fresh, 2);
  EXPECT_EQ(again.counts.added, 0);
}

TEST_F(Memberships, out_of_their_order_betray_something_new_below) {
  page("stars", 1, notes({"d", "c", "b", "a"}));
  end_walk("stars", 1, kUnbroken);
  EXPECT_TRUE(page("stars", 2, notes({"d", "c"})).in_order);
  EXPECT_FALSE(page("stars", 3, notes({"a", "d"})).in_order) << "a was added again";
  EXPECT_FALSE(page("stars", 4, notes({"c"})).in_order) << "what led is gone";
}

TEST_F(Memberships, that_moved_or_came_between_stand_where_the_service_has_them) {
  page("stars", 1, notes({"e", "d", "c", "b", "a"}));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"b", "e", "d"}));
  page("stars", 2, notes({"x", "c", "a"}));
  EXPECT_THAT(stars(), ElementsAre("b", "e", "d", "x", "c", "a"));
  page("stars", 3, notes({"y", "b", "c"}));
  EXPECT_THAT(stars(), ElementsAre("y", "b", "e", "d", "x", "c", "a"));
}

TEST_F(Memberships, that_a_walk_did_not_come_to_keep_their_place_beside_one_that_stayed) {
  page("stars", 1, notes({"d", "c", "b", "a"}));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"a", "c"}));
  EXPECT_THAT(stars(), ElementsAre("a", "d", "c", "b")) << "a went up; d still stands above c";
}

TEST_F(Memberships, in_a_wholly_new_order_stand_in_it) {
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(std::to_string(100 + i));
  page("stars", 1, notes(ids));
  end_walk("stars", 1, kUnbroken);
  std::ranges::reverse(ids);
  page("stars", 2, notes({ids.begin(), ids.begin() + 15}));
  page("stars", 2, notes({ids.begin() + 15, ids.end()}));
  EXPECT_THAT(stars(), ::testing::ElementsAreArray(ids));
}

TEST_F(Memberships, that_stay_where_they_are_are_not_written_for_being_met) {
  page("stars", 1, notes({"c", "b", "a"}));
  end_walk("stars", 1, kUnbroken);
  const auto before = rows(home, "SELECT * FROM membership");
  page("stars", 2, notes({"c", "b"}));
  page("stars", 2, notes({"a"}));
  EXPECT_EQ(rows(home, "SELECT * FROM membership"), before);
  EXPECT_THAT(rows(home, "SELECT walk, first, records FROM met"), ElementsAre("2|0|1,2", "2|2|3"));
  EXPECT_EQ(end_walk("stars", 2, kUnbroken).removed, 0);
}

TEST_F(Memberships, met_by_the_process_before_count_for_the_one_that_goes_on) {
  page("stars", 1, notes({"d", "c", "b", "a"}));
  end_walk("stars", 1, kUnbroken);
  page("stars", 2, notes({"d", "c"}));
  const auto reopen = [&] { writer = std::make_unique<Writer>(home, registry); };
  auto other = std::make_unique<Writer>(home, registry);
  reopen();
  EXPECT_EQ(page("stars", 2, notes({"c", "b"})).known, 1) << "c was met already";
  std::swap(writer, other);
  EXPECT_EQ(page("stars", 2, notes({"b", "a"})).known, 1) << "what another met meanwhile";
  std::swap(writer, other);
  EXPECT_EQ(end_walk("stars", 2, kUnbroken).removed, 0);
  reopen();
  page("stars", 3, notes({"b", "d"}));
  reopen();
  page("stars", 3, notes({"c"}));
  EXPECT_THAT(stars(), ElementsAre("b", "d", "c", "a"));
}

TEST_F(Memberships, met_on_a_page_that_was_not_committed_are_not_met) {
  page("stars", 1, notes({"b", "a"}));
  end_walk("stars", 1, kUnbroken);
  {
    auto lost = begin("stars", 2);
    const auto seen = notes({"b", "a"});
    lost.store(seen, names(seen));
  }
  page("stars", 2, notes({"b"}));
  EXPECT_EQ(end_walk("stars", 2, kUnbroken).removed, 1);
}

TEST_F(Memberships, of_a_record_forgotten_during_the_walk_lend_their_number_to_nobody) {
  page("stars", 1, notes({"b", "a"}));
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", "a"}, now));
  page("stars", 1, notes({"c"}));
  EXPECT_THAT(stars(), ElementsAre("b", "c")) << "c has the number that a had";
  EXPECT_EQ(end_walk("stars", 1, kUnbroken).removed, 0);
}

TEST_F(Memberships, met_twice_in_one_walk_count_once) {
  page("stars", 1, notes({"b", "a"}));
  const auto again = page("stars", 1, notes({"b", "a"}));
  EXPECT_EQ(again.known + again.fresh + again.counts.added, 0);
}

}  // namespace
}  // namespace locker::store
