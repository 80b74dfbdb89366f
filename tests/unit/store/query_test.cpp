#include "lib/store/query.hpp"

#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "lib/store/write/forget.hpp"
#include "lib/text/match.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Ids = std::vector<std::string>;

class Query : public test::StoreFixture {
 protected:
  /// Returns a note, that many minutes after the beginning.
  Observation at(int minutes, const std::string& id, const std::string& text) {
    auto seen = note(id, R"({"id":")" + id + R"(","text":")" + text + "\"}", text);
    seen.time = beginning + std::chrono::minutes(minutes);
    return seen;
  }
  Observation person(const std::string& id, const std::string& name) {
    auto seen = note(id, R"({"id":")" + id + "\"}");
    seen.type = "contact/paper";
    seen.time.reset();
    seen.name = name;
    return seen;
  }
  Ids ids(const QueryFilter& filter = {}) {
    Ids found;
    query(Database::open_for_reading(home), registry, filter, [&](const QueryRow& row) {
      found.emplace_back(row.id);
      return true;
    });
    return found;
  }
  Ids matching(const std::vector<std::string>& words) {
    QueryFilter filter;
    filter.match = text::fts_query(words);
    return ids(filter);
  }
  void forget(const std::string& id) {
    ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", id}, now));
  }
  void remove(const std::string& id) {
    auto begun = begin("notes", 1);
    EXPECT_EQ(begun.remove_records({{"status/paper", id}}), 1);
    begun.commit();
  }
  const Instant beginning = now;
};

TEST_F(Query, shows_the_newest_first_and_what_has_no_time_last) {
  see({at(2, "b", "two"), person("p", "@someone"), at(3, "c", "three"), at(1, "a", "one")});
  EXPECT_EQ(ids(), (Ids{"c", "b", "a", "p"}));
}

TEST_F(Query, bounds_by_the_records_own_time_since_inclusive_until_exclusive) {
  see({at(1, "a", "one"), at(2, "b", "two"), at(3, "c", "three"), person("p", "@someone")});
  EXPECT_EQ(ids({.since = beginning + std::chrono::minutes(2)}), (Ids{"c", "b"}));
  EXPECT_EQ(ids({.until = beginning + std::chrono::minutes(3)}), (Ids{"b", "a"}));
}

TEST_F(Query, filters_by_type_and_its_first_half) {
  see({at(1, "a", "one"), person("p", "@someone")});
  EXPECT_EQ(ids({.types = {"status"}}), Ids{"a"});
  EXPECT_EQ(ids({.types = {"contact/paper"}}), Ids{"p"});
  EXPECT_THAT(ids({.types = {"stat"}}), IsEmpty());
}

TEST_F(Query, filters_by_account) {
  writer->ensure_account("other", "paper", std::nullopt, now);
  see({at(1, "a", "one")});
  EXPECT_EQ(ids({.sources = {"paper"}}), Ids{"a"});
  EXPECT_THAT(ids({.sources = {"other"}}), IsEmpty());
}

TEST_F(Query, finds_words_phrases_beginnings_and_scripts_without_spaces) {
  see({at(1, "a", "Crème brûlée at the café"), at(2, "b", "東京都の天気"), at(3, "c", "C++ and foo-bar 🎉")});
  EXPECT_EQ(matching({"creme"}), Ids{"a"});
  EXPECT_EQ(matching({"CAFÉ", "brulee"}), Ids{"a"});
  EXPECT_EQ(matching({"bru*"}), Ids{"a"});
  EXPECT_EQ(matching({"\"the cafe\""}), Ids{"a"});
  EXPECT_THAT(matching({"\"cafe the\""}), IsEmpty());
  EXPECT_EQ(matching({"京都"}), Ids{"b"});
  EXPECT_THAT(matching({"都京"}), IsEmpty());
  EXPECT_EQ(matching({"foo-bar"}), Ids{"c"});
  EXPECT_EQ(matching({"🎉"}), Ids{"c"});
  EXPECT_THAT(matching({"cafe", "OR", "天気"}), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(matching({"cafe", "NOT", "brulee"}), IsEmpty());
}

TEST_F(Query, finds_names_too) {
  see({person("p", "@someone")});
  EXPECT_EQ(matching({"someone"}), Ids{"p"});
}

TEST_F(Query, leaves_out_what_was_deleted_and_shows_only_that_when_asked) {
  see({at(1, "a", "one"), at(2, "b", "two")});
  remove("a");
  EXPECT_EQ(ids(), Ids{"b"});
  EXPECT_EQ(ids({.deleted = true}), Ids{"a"});
}

TEST_F(Query, shows_a_streams_members_in_the_services_order) {
  page("stars", 1, {at(1, "a", "one"), at(3, "c", "three"), at(2, "b", "two")});
  see({at(4, "d", "no member")});
  EXPECT_EQ(ids({.streams = {"stars"}}), (Ids{"a", "c", "b"}));
  end_walk("stars", 1, {.unbroken = true});
  page("stars", 2, {at(3, "c", "three")});
  end_walk("stars", 2, {.unbroken = true});
  EXPECT_EQ(ids({.streams = {"stars"}}), Ids{"c"});
}

TEST_F(Query, shows_what_was_known_at_a_time) {
  const auto first = now;
  EXPECT_THAT(ids({.as_of = first}), IsEmpty());
  page("stars", 1, {at(1, "a", "draft")});
  end_walk("stars", 1, {.unbroken = true});
  later();
  see({at(1, "a", "final"), at(2, "b", "later")});
  later();
  remove("b");
  end_walk("stars", 2, {.unbroken = true});
  std::string text;
  const auto remember = [&](const QueryRow& row) {
    text = row.text;
    return true;
  };
  query(Database::open_for_reading(home), registry, {.as_of = first}, remember);
  EXPECT_EQ(text, "draft");
  EXPECT_EQ(ids({.as_of = first + std::chrono::hours(1)}), (Ids{"b", "a"}));
  EXPECT_EQ(ids({.as_of = now}), Ids{"a"});
  EXPECT_EQ(ids({.as_of = first, .streams = {"stars"}}), Ids{"a"});
  EXPECT_THAT(ids({.as_of = now, .streams = {"stars"}}), IsEmpty());
  EXPECT_EQ(ids({.match = "draft", .as_of = first}), Ids{"a"});
  EXPECT_THAT(ids({.match = "draft"}), IsEmpty());
  EXPECT_THAT(ids({.as_of = first - std::chrono::hours(1)}), IsEmpty());
}

TEST_F(Query, calls_people_as_they_were_called_at_a_time) {
  const auto author_of = [&](const QueryFilter& filter) {
    std::string author;
    query(Database::open_for_reading(home), registry, filter, [&](const QueryRow& row) {
      author = row.author;
      return row.id != "a";
    });
    return author;
  };
  const auto before = now;
  auto post = at(1, "a", "one");
  post.author = "p";
  see({post});
  later();
  const auto first = now;
  see({person("p", "@baker")});
  later();
  auto renamed = person("p", "@miller");
  renamed.raw = R"({"id":"p","renamed":true})";
  see({renamed});
  EXPECT_EQ(author_of({}), "@miller");
  EXPECT_EQ(author_of({.as_of = first}), "@baker");
  EXPECT_EQ(author_of({.as_of = now}), "@miller");
  EXPECT_EQ(author_of({.as_of = before}), "@baker") << "nobody knew the name, and the first known is nearest";
}

TEST_F(Query, resolves_a_time_to_a_change_so_that_a_clock_that_jumped_does_no_harm) {
  see({at(1, "a", "one")});
  now += std::chrono::hours(48);  // the clock was wrong during one sync
  see({at(2, "b", "two")});
  now -= std::chrono::hours(47);
  see({at(3, "c", "three")});
  EXPECT_EQ(ids({.as_of = now}), (Ids{"c", "b", "a"}));
}

TEST_F(Query, merges_the_shapes_of_a_record) {
  see({note("a", R"({"id":"a","bio":"long","counts":1})", "text")});
  later();
  see({note("a", R"({"id":"a","lang":"en"})", "text", "brief")});
  query(Database::open_for_reading(home), registry, {}, [&](const QueryRow& row) {
    EXPECT_THAT(std::string(row.json), ::testing::AllOf(::testing::HasSubstr(R"("bio":"long")"),
                                                        ::testing::HasSubstr(R"("lang":"en")")));
    EXPECT_EQ(row.raw, R"({"id":"a","bio":"long","counts":1})");
    EXPECT_THAT(newest_forms(Database::open_for_reading(home), row.record),
                ElementsAre(R"({"id":"a","bio":"long","counts":1})", R"({"id":"a","lang":"en"})"));
    return true;
  });
}

TEST_F(Query, finds_nothing_of_what_was_forgotten) {
  see({at(1, "a", "unspeakable"), at(2, "b", "fine")});
  const auto known = now;
  later();
  forget("a");
  EXPECT_THAT(matching({"unspeakable"}), IsEmpty());
  EXPECT_EQ(ids(), Ids{"b"});
  EXPECT_EQ(ids({.as_of = known}), Ids{"b"});
}

TEST_F(Query, stops_when_told) {
  see({at(1, "a", "one"), at(2, "b", "two")});
  int rows = 0;
  query(Database::open_for_reading(home), registry, {}, [&](const QueryRow&) { return ++rows < 1; });
  EXPECT_EQ(rows, 1);
}

TEST_F(Query, gives_all_of_many_in_order) {
  std::vector<Observation> many;
  Ids expected;
  for (int i = 0; i < 1500; ++i) many.push_back(at(i % 700, std::to_string(i), "n"));
  see(many);
  const Ids found = ids();
  EXPECT_EQ(found.size(), 1500u);
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), 1500u);
  EXPECT_EQ(ids({.since = beginning + std::chrono::minutes(699)}), (Ids{"1399", "699"}));
}

TEST_F(Query, refuses_what_full_text_cannot_read) { EXPECT_THROW(ids({.match = "\"open"}), Error); }

}  // namespace
}  // namespace locker::store
