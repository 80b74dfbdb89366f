#include "lib/store/history.hpp"

#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "lib/store/reference.hpp"
#include "lib/store/write/forget.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using ::testing::ElementsAre;

class History : public test::StoreFixture {
 protected:
  History() {
    page("stars", 1,
         {note("1", R"({"id":"1","text":"bred","counts":1})", "bred"), note("2", R"({"id":"2"})")});
    end_walk("stars", 1, {.unbroken = true});
    later();
    page("stars", 2, {note("1", R"({"id":"1","text":"bread","counts":9,"lang":"en"})", "bread")});
    end_walk("stars", 2, {.unbroken = true});
  }
  std::vector<std::string> changes(const HistoryFilter& filter = {}) {
    std::vector<std::string> lines;
    history(Database::open_for_reading(home), filter, [&](const Change& change) {
      lines.push_back(change.action + " " + change.id + (change.stream.empty() ? "" : " " + change.stream));
      last = change;
      return true;
    });
    return lines;
  }
  std::int64_t record(const std::string& reference) {
    return resolve(Database::open_for_reading(home), registry, reference).record;
  }
  Change last;
};

TEST_F(History, is_told_newest_first) {
  EXPECT_THAT(changes(),
              ElementsAre("remove 2 stars", "update 1", "add 2 stars", "add 1 stars", "new 2", "new 1"));
}

TEST_F(History, of_one_record_is_found_by_it) {
  EXPECT_THAT(changes({.record = record("paper:status/2")}),
              ElementsAre("remove 2 stars", "add 2 stars", "new 2"));
}

TEST_F(History, after_a_number_rises) {
  EXPECT_THAT(changes({.after = 4, .rising = true}), ElementsAre("update 1", "remove 2 stars"));
  EXPECT_EQ(last.seq, last_change(Database::open_for_reading(home)));
}

TEST_F(History, since_goes_by_the_time_of_the_change) {
  EXPECT_THAT(changes({.since = now}), ElementsAre("remove 2 stars", "update 1"));
}

TEST_F(History, can_be_of_one_type_or_account) {
  EXPECT_EQ(changes({.types = {"status"}}).size(), 6u);
  EXPECT_TRUE(changes({.types = {"contact"}}).empty());
  EXPECT_TRUE(changes({.sources = {"other"}}).empty());
}

TEST_F(History, says_what_an_update_changed_but_not_counters) {
  const auto database = Database::open_for_reading(home);
  ChangeDetail found;
  history(database, {}, [&](const Change& change) {
    if (change.action == "update") found = detail(database, registry, change);
    return true;
  });
  EXPECT_EQ(found.source, "api");
  EXPECT_EQ(found.text_before, "bred");
  EXPECT_EQ(found.text_after, "bread");
  std::vector<std::string> paths;
  for (const auto& field : found.fields) paths.push_back(field.path);
  EXPECT_THAT(paths, ::testing::UnorderedElementsAre("text", "lang"));
}

/// An earlier edit that is liked, say, is told again, with the list of those that followed it.
TEST_F(History, of_edits_is_in_order_also_where_an_earlier_one_is_seen_again) {
  const auto edit = [&](std::int64_t order, const std::string& text, const std::string& chain) {
    auto seen = note("5", R"({"id":"5","text":")" + text + R"(","chain":")" + chain + R"("})", text);
    seen.order = order;
    return seen;
  };
  see({edit(1, "bred", "a")});
  later();
  see({edit(3, "warm bread", "abc")});
  later();
  see({edit(1, "bred", "abc"), edit(2, "bread", "abc")});
  const auto database = Database::open_for_reading(home);
  std::vector<std::string> told;
  history(database, {.record = record("paper:status/5")}, [&](const Change& change) {
    const ChangeDetail found = detail(database, registry, change);
    std::string line = change.action + " " + found.text_after;
    for (const auto& field : found.fields)
      line += " " + field.path + " " + field.before.value_or("") + field.after.value_or("");
    told.push_back(line);
    return true;
  });
  EXPECT_THAT(told,
              ElementsAre(R"(version bred chain "a""abc")", R"(update warm bread text "bread""warm bread")",
                          "version bread", "new bred"));
}

TEST_F(History, keeps_the_numbers_of_what_was_forgotten_and_nothing_else) {
  const auto before = last_change(Database::open_for_reading(home));
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", "1"}, now));
  int forgotten = 0;
  history(Database::open_for_reading(home), {}, [&](const Change& change) {
    if (change.seq <= before && change.action == "forget") {
      ++forgotten;
      EXPECT_EQ(change.id + change.type + change.stream, "");
    }
    return true;
  });
  EXPECT_EQ(forgotten, 3);
}

class Reference : public History {};

TEST_F(Reference, leads_to_its_record_in_every_form) {
  for (const char* form : {"1", "paper:1", "paper:status/1", "paper:status/paper/1"}) {
    const auto found = resolve(Database::open_for_reading(home), registry, form);
    EXPECT_EQ(found.id, "1") << form;
    EXPECT_EQ(found.type, "status/paper") << form;
    EXPECT_EQ(found.account, "paper") << form;
  }
}

TEST_F(Reference, may_be_a_later_id_of_an_edit_chain) {
  auto edited = note("1", R"({"id":"1b"})", "bread!");
  edited.aliases = {"1b"};
  edited.order = 2;
  see({edited});
  EXPECT_EQ(record("1b"), record("1"));
}

TEST_F(Reference, that_leads_nowhere_or_to_several_says_so) {
  auto person = note("1", R"({"id":"1"})");
  person.type = "contact/paper";
  see({person});
  try {
    (void)record("1");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(std::string(error.what()) + error.hint(), ::testing::HasSubstr("contact/paper"));
  }
  for (const char* wrong :
       {"99", "paper:status/99", "other:1", "paper:contact/2", "", ":", "https://example.com/1"})
    EXPECT_THROW((void)record(wrong), Error) << wrong;
}

}  // namespace
}  // namespace locker::store
