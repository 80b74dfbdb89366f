#include <gmock/gmock.h>

#include "lib/store/query.hpp"
#include "lib/store/state_at.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

/// Records that both the service and its exports contain.
namespace locker::store {
namespace {

using test::rows;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kDay = std::chrono::hours(24);

class Exports : public test::StoreFixture {
 protected:
  Observation told(const std::string& text, const std::string& shape) {
    return note("1", R"({")" + shape + R"(":{"text":")" + text + R"("}})", text, shape);
  }
  Observation nameless() { return note("1", R"({"mention":{"of":"1"}})", "", "mention"); }
  std::vector<std::string> actions() { return rows(home, "SELECT action FROM change ORDER BY seq"); }
  std::vector<std::string> found(const std::string& word) {
    return rows(home, "SELECT r.key FROM search s JOIN record r ON r.sort = s.rowid WHERE search MATCH '" +
                          word + "'");
  }
  struct Shown {
    std::string text, json;
  };
  Shown shown(const QueryFilter& filter = {}) {
    Shown shown;
    query(Database::open_for_reading(home), registry, filter, [&](const QueryRow& row) {
      if (row.id == "1") shown = {std::string(row.text), std::string(row.json)};
      return true;
    });
    return shown;
  }
  /// The state a moment before, without anything that was stored later.
  QueryFilter just_before(Instant time) { return {.as_of = time - std::chrono::minutes(1)}; }
  std::vector<std::string> forms_at(Instant time) {
    const Database database = Database::open_for_reading(home);
    return StateAt(database, registry, seq_at(database, time)).forms(1);
  }
  const Instant beginning = now;
};

TEST_F(Exports, show_more_of_a_text_from_the_change_that_tells_it) {
  see({told("cut", "full")});
  later();
  import(now, {told("cut and whole", "export")});
  EXPECT_THAT(actions(), ElementsAre("1", "2"));
  EXPECT_EQ(shown().text, "cut and whole");
  EXPECT_EQ(shown({.as_of = now}).text, "cut and whole");
  EXPECT_EQ(shown(just_before(now)).text, "cut");
  EXPECT_THAT(shown(just_before(now)).json, ::testing::Not(HasSubstr("export")));
}

TEST_F(Exports, of_one_day_are_one_change_whose_parts_are_known_from_when_they_came) {
  import(beginning, {told("cut", "export")});
  later();
  import(beginning, {told("cut and whole", "rest")});
  EXPECT_THAT(actions(), ElementsAre("1")) << "several zips end like one";
  EXPECT_EQ(shown().text, "cut and whole");
  EXPECT_EQ(shown(just_before(now)).text, "cut");
}

TEST_F(Exports, give_way_to_another_text_of_the_service_from_the_change_that_tells_it) {
  import(beginning, {told("cut", "export")});
  later();
  see({told("cut and whole", "full")});
  EXPECT_THAT(actions(), ElementsAre("1", "2"));
  EXPECT_EQ(shown(just_before(now)).text, "cut");
}

TEST_F(Exports, that_are_older_log_nothing_and_stand_in_no_earlier_state) {
  see({told("cut", "full")});
  later();
  import(beginning - kDay, {told("cut and whole", "export")});
  EXPECT_THAT(actions(), ElementsAre("1"));
  EXPECT_EQ(shown().text, "cut and whole");
  EXPECT_EQ(shown({.as_of = now}).text, "cut") << "the state after the last change";
  EXPECT_THAT(forms_at(now), ElementsAre(R"({"full":{"text":"cut"}})"));
  later();
  see({note("2", R"({"id":"2"})")});
  EXPECT_EQ(forms_at(now).size(), 2U);
}

TEST_F(Exports, that_only_add_are_no_update) {
  see({told("the same", "full")});
  later();
  import(now, {told("the same", "export")});
  EXPECT_THAT(actions(), ElementsAre("1"));
  later();
  see({told("the same", "brief")});
  EXPECT_THAT(actions(), ElementsAre("1"));
}

TEST_F(Exports, in_any_order_leave_the_states_as_they_were) {
  import(beginning, {told("first", "export")});
  later();
  import(beginning + 20 * kDay, {note("1", R"({"export": {"text": "first"}})", "first", "export")});
  later();
  import(beginning + 10 * kDay, {told("between", "export")});
  later();
  see({note("2", R"({"id":"2"})")});
  EXPECT_EQ(shown({.as_of = now}).text, "first");
  later();
  import(beginning + 30 * kDay, {told("last", "export")});
  EXPECT_EQ(shown(just_before(now)).text, "first");
  EXPECT_EQ(shown({.as_of = now}).text, "last");
}

TEST_F(Exports, that_no_longer_tell_a_text_leave_it_shown) {
  import(beginning, {told("the text", "mention")});
  later();
  const std::string less = R"({"mention":{}})";
  import(beginning + kDay, {note("1", less, "", "mention")});
  EXPECT_THAT(actions(), ElementsAre("1"));
  EXPECT_EQ(shown().text, "the text");
  EXPECT_THAT(shown().json, HasSubstr("the text"));
  EXPECT_THAT(found("text"), ElementsAre("1"));
  EXPECT_THAT(rows(home, "SELECT raw FROM version ORDER BY id DESC LIMIT 1"), ElementsAre(less));
  import(beginning + kDay, {note("1", less, "", "mention")});
  EXPECT_THAT(rows(home, "SELECT count(*) FROM version"), ElementsAre("2"));
  later();
  see({note("2", R"({"id":"2"})")});
  EXPECT_EQ(shown({.as_of = now}).text, "the text");
  EXPECT_THAT(shown({.as_of = now}).json, HasSubstr("the text"));
}

TEST_F(Exports, that_are_older_and_tell_the_same_saw_it_first) {
  import(beginning, {told("a", "export")});
  import(beginning - 2 * kDay, {told("a", "export")});
  const std::string when = std::to_string(to_millis(beginning - 2 * kDay));
  const auto seen = [&] { return rows(home, "SELECT text, observed FROM version ORDER BY observed"); };
  EXPECT_THAT(seen(), ElementsAre("a|" + when));
  import(beginning - 3 * kDay, {told("b", "export")});
  import(beginning - 4 * kDay, {told("a", "export")});
  EXPECT_EQ(seen().size(), 3U) << "it had changed, and changed back";
  EXPECT_EQ(seen().back(), "a|" + when);
  EXPECT_THAT(actions(), ElementsAre("1"));
}

TEST_F(Exports, that_say_something_else_without_a_text_leave_it_shown) {
  import(beginning, {told("the text", "mention")});
  later();
  import(beginning + kDay, {nameless()});
  EXPECT_EQ(shown().text, "the text");
  EXPECT_THAT(found("text"), ElementsAre("1"));
  later();
  see({note("2", R"({"id":"2"})")});
  EXPECT_EQ(shown({.as_of = now}).text, "the text");
}

TEST_F(Exports, that_are_older_tell_a_text_that_is_missing) {
  import(beginning + kDay, {nameless()});
  later();
  import(beginning, {told("the text", "mention")});
  EXPECT_THAT(actions(), ElementsAre("1"));
  EXPECT_EQ(shown().text, "the text");
  EXPECT_THAT(found("text"), ElementsAre("1"));
  EXPECT_EQ(shown({.as_of = now}).text, "");
}

TEST_F(Exports, leave_the_time_that_the_service_tells) {
  auto exact = told("the same", "full"), to_the_second = told("the same", "export");
  exact.time = beginning + std::chrono::milliseconds(366);
  to_the_second.time = beginning;
  const auto time = [&] { return rows(home, "SELECT time % 1000 FROM record"); };
  see({exact});
  import(now, {to_the_second});
  EXPECT_THAT(time(), ElementsAre("366"));
}

TEST_F(Exports, tell_a_time_until_the_service_does) {
  auto exact = told("the same", "full"), to_the_second = told("the same", "export");
  exact.time = beginning + std::chrono::milliseconds(366);
  to_the_second.time = beginning;
  const auto time = [&] { return rows(home, "SELECT time % 1000 FROM record"); };
  import(now, {to_the_second});
  EXPECT_THAT(time(), ElementsAre("0"));
  later();
  see({exact});
  EXPECT_THAT(time(), ElementsAre("366"));
}

}  // namespace
}  // namespace locker::store
