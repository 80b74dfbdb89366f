#include "lib/store/write/forget.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "lib/store/status.hpp"
#include "lib/store/write/traces.hpp"
#include "tests/unit/store/write/care_fixture.hpp"
#include "tests/unit/support/sql.hpp"

namespace locker::store {
namespace {

using test::all_bytes;
using test::rows;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Counts the steps of SQLite's virtual machine on connections that are opened during its lifetime.
class Steps {
 public:
  Steps() {
    steps_ = 0;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch));
  }
  ~Steps() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch)); }
  Steps(const Steps&) = delete;
  Steps& operator=(const Steps&) = delete;
  static std::int64_t count() { return steps_; }

 private:
  static int watch(sqlite3* database, char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, &add, nullptr);
  }
  static int add(unsigned, void*, void* statement, void*) {
    steps_ += sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
  }
  static inline std::int64_t steps_ = 0;
};

class Forget : public test::CareFixture {
 protected:
  /// Returns the steps for an account with that many records, each with an alias and a member of two streams.
  std::int64_t steps_to_forget(int records) {
    std::vector<Observation> seen;
    for (int i = 0; i < records; ++i) {
      const std::string id = std::to_string(next_id_++);
      seen.push_back(note(id, R"({"id":")" + id + R"("})", "quince " + id));
      seen.back().aliases = {id + "9"};
    }
    page("notes", 2, seen);
    page("stars", 2, seen);
    const Steps steps;
    EXPECT_GE(forget_account(home, registry, "paper", now, {}), records);
    return steps.count();
  }

 private:
  std::int64_t next_id_ = 17'000'000'000'000;
};

TEST_F(Forget, erases_every_trace) {
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", "2"}, now));
  writer.reset();
  const std::string bytes = all_bytes(home.root());
  for (const char* trace : {"xylophone", "zeppelin"})
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
  EXPECT_NE(bytes.find("keepsake"), std::string::npos);
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Forget, leaves_numbered_changes_without_content) {
  const auto before = rows(home, "SELECT max(seq) FROM change");
  forget_record(home, registry, "paper", {"status/paper", "2"}, now);
  EXPECT_THAT(rows(home, "SELECT count(*) = max(seq) FROM change"), ElementsAre("1")) << "no number is lost";
  EXPECT_THAT(rows(home, "SELECT DISTINCT record IS NULL AND version IS NULL FROM change WHERE action = 7"),
              ElementsAre("1"));
}

TEST_F(Forget, what_is_forgotten_does_not_come_back) {
  forget_record(home, registry, "paper", {"status/paper", "2"}, now);
  later();
  const auto result =
      page("notes", 2, {note("2", R"({"id":"2","text":"zeppelin secret"})", "zeppelin secret")});
  EXPECT_EQ(result.counts.created, 0);
  EXPECT_EQ(result.counts.forgotten, 1);
  EXPECT_EQ(result.fresh, 1) << "no walk that ended properly has met it";
  EXPECT_THAT(rows(home, "SELECT key FROM record"), ElementsAre("1"));
}

TEST_F(Forget, leaves_no_id_in_the_ledger_under_which_the_record_was_charged) {
  run = writer->begin_run("paper", {"notes", ""}, now);
  auto edited = note("17000000000001", R"({"id":"17000000000001","text":"quince"})", "quince");
  edited.aliases = {"17000000000002"};
  const auto charge = [&] {
    auto begun = begin("notes", 2);
    const auto cost = begun.charge({{"post", "17000000000001", 5}, {"post", "17000000000002", 5}}, 1, 0);
    begun.commit();
    return cost;
  };
  page("notes", 2, {edited});
  EXPECT_EQ(charge(), 10);
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", "17000000000001"}, now));
  EXPECT_EQ(charge(), 0) << "a repeat within the day";
  writer.reset();
  const std::string bytes = all_bytes(home.root());
  for (const char* trace : {"quince", "17000000000001", "17000000000002"})
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
}

/// The same service, with lists that have members.
connector::Descriptor with_lists() {
  connector::Descriptor facts = test::fake_connector();
  connector::Stream lists;
  lists.name = "lists";
  lists.type = "list/paper";
  connector::Stream members;
  members.name = "list-members";
  members.type = "status/paper";
  members.parts_of = lists.name;
  facts.streams.push_back(lists);
  facts.streams.push_back(members);
  return facts;
}

TEST_F(Forget, of_a_list_leaves_nothing_that_names_it_or_says_who_was_in_it) {
  const std::string id = "17000000000055";
  auto list = note(id, R"({"id":"17000000000055","name":"friends"})");
  list.type = "list/paper";
  page("lists", 1, {list});
  run = writer->begin_run("paper", {"list-members", id}, now);
  auto part = writer->begin_page("paper", {"list-members", id}, 1, run, now, now, source);
  const auto member = note("1", R"({"id":"1","text":"keepsake apple"})", "keepsake apple");
  part.store({member}, names({member}));
  part.charge({{"post", "1", 5}}, 1, 0);
  Cursor at_its_end;
  at_its_end.mark = "1";
  part.save_cursor(at_its_end);
  part.commit();
  writer->end_run(run, {ErrorKind::gone, "list " + id, {}}, now);
  ASSERT_THAT(rows(home, "SELECT id FROM memberships WHERE part <> ''"), ElementsAre("1"));

  const auto facts = with_lists();
  ASSERT_TRUE(forget_record(home, connector::Registry({&facts}), "paper", {"list/paper", id}, now));
  writer.reset();
  EXPECT_EQ(all_bytes(home.root()).find(id), std::string::npos);
  EXPECT_THAT(rows(home, "SELECT stream FROM streams ORDER BY 1"), ElementsAre("lists", "notes"));
  EXPECT_THAT(rows(home, "SELECT id FROM memberships WHERE stream = 'list-members'"), IsEmpty());
  EXPECT_THAT(rows(home, "SELECT key FROM record ORDER BY 1"), ElementsAre("1", "2"))
      << "who was in it is kept";
  EXPECT_THAT(rows(home, "SELECT stream || '|' || cost FROM run"), ElementsAre("|5"))
      << "what it cost is kept";
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Forget, of_the_newest_leaves_a_mark_that_does_not_name_it_and_asks_for_nothing_more) {
  const std::string id = "1700000000000000077";
  auto walked = begin("notes", 2);
  const auto newest = note(id, R"({"id":"1700000000000000077"})", "quince");
  walked.store({newest}, names({newest}));
  Cursor under_way;
  under_way.mark = under_way.since = under_way.pending = under_way.oldest = id;
  walked.save_cursor(under_way);
  ImportRow read;
  read.member = "notes.js";
  read.newest = id;
  walked.save_import(read);
  walked.commit();
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", id}, now));
  const auto cursor = writer->cursor("paper", {"notes", ""});
  for (const auto& mark : {cursor.mark, cursor.since, cursor.pending, cursor.oldest,
                           writer->imported("paper", now).at(0).newest})
    EXPECT_TRUE(newer_id(mark, id) && !newer_id(mark, "1700000000004200000")) << mark;
  writer.reset();
  EXPECT_EQ(all_bytes(home.root()).find(id), std::string::npos);
}

TEST_F(Forget, a_mark_beside_an_id_is_above_those_of_clocks_and_below_those_that_are_counted) {
  EXPECT_EQ(substitute_mark("1700000000000000077", 0), "1700000000000000078");
  EXPECT_EQ(substitute_mark("1000000000000000077", 22), "1000000000000000100");
  EXPECT_EQ(substitute_mark("9999999999999999999", 5), "9999999999999999998");
  EXPECT_EQ(substitute_mark("999999999999999999", 5), "999999999999999998");
  EXPECT_EQ(substitute_mark("100", 7), "99");
  EXPECT_EQ(substitute_mark("0", 7), "0");
  EXPECT_EQ(substitute_mark("abc", 7), "");
}

TEST_F(Forget, of_an_account_leaves_no_names_of_streams) {
  run = writer->begin_run("paper", {"list-members", "17000000000055"}, now);
  writer->end_run(run, {ErrorKind::gone, "list 17000000000055", {}}, now);
  forget_account(home, registry, "paper", now, {});
  writer.reset();
  EXPECT_EQ(all_bytes(home.root()).find("17000000000055"), std::string::npos);
  EXPECT_THAT(status(Database::open_for_reading(home), now).at(0).streams, IsEmpty());
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Forget, of_an_account_leaves_its_ledger_only) {
  run = writer->begin_run("paper", {"notes", ""}, now);
  writer->bind_account("paper", "77777", "annhandle");
  EXPECT_EQ(forget_account(home, registry, "paper", now, {}), 2);
  writer.reset();
  const std::string bytes = all_bytes(home.root());
  for (const char* trace : {"xylophone", "keepsake", "annhandle"})
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
  EXPECT_THAT(rows(home, "SELECT count(*) FROM run"), ElementsAre("1"));
}

TEST_F(Forget, costs_each_record_the_same_however_many_there_are) {
  const auto of_few = steps_to_forget(500) / 500, of_many = steps_to_forget(2'000) / 2'000;
  EXPECT_LT(of_many, of_few * 3 / 2);
}

}  // namespace
}  // namespace locker::store
