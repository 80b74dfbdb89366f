#include "lib/store/write/verify.hpp"

#include <gmock/gmock.h>

#include "tests/unit/store/write/care_fixture.hpp"
#include "tests/unit/support/sql.hpp"

namespace locker::store {
namespace {

using test::bytes_of;
using test::rows;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Verify : public test::CareFixture {
 protected:
  /// Returns the problems of a copy, so that the archive itself is not changed.
  std::vector<std::string> problems_after(const std::string& sql) {
    const auto copy = folder.path() / "damaged.db";
    std::filesystem::remove(copy);
    damage("VACUUM INTO '" + copy.string() + "'");
    SQLite::Database(copy.string(), SQLite::OPEN_READWRITE).exec(sql);
    return verify_copy(copy, {}).problems;
  }
};

TEST_F(Verify, finds_nothing_in_a_sound_archive) { EXPECT_THAT(problems(), IsEmpty()); }

TEST_F(Verify, finds_a_flipped_byte) {
  damage("UPDATE version SET raw = replace(raw, 'apple', 'Apple')");
  EXPECT_THAT(problems(), Contains(HasSubstr("paper:status/paper 1 is not what was stored")));
}

TEST_F(Verify, finds_a_flipped_byte_of_what_came_beside_a_record) {
  auto asking = note("3", R"({"id":"3"})");
  asking.parts = {{"poll", "p1", R"({"votes":"one"})"}};
  see({asking});
  EXPECT_THAT(problems(), IsEmpty());
  damage("UPDATE part SET raw = replace(raw, 'one', 'two')");
  EXPECT_THAT(problems(), ElementsAre("the poll \"p1\" of paper:status/paper 3 is not what was stored"));
}

TEST_F(Verify, finds_a_text_that_is_not_in_its_place) {
  see({note("3", R"({"id":"3","text":"a longer keepsake"})", "a longer keepsake")});
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_THAT(problems_after("UPDATE version SET text_size = 9999 WHERE text_from IS NOT NULL"),
              Not(IsEmpty()));
  EXPECT_THAT(problems_after("UPDATE version SET text_from = text_from + 1"), Not(IsEmpty()));
}

TEST_F(Verify, finds_an_index_out_of_step) {
  damage("INSERT INTO entry(record, text) SELECT id, 'pear' FROM record WHERE key = '1'");
  EXPECT_THAT(problems(), Contains(HasSubstr("out of step for paper:status/paper 1")));
}

TEST_F(Verify, finds_a_segmented_text_that_is_lost) {
  page("notes", 2, {note("3", R"({"id":"3","text":"東京"})", "東京")});
  EXPECT_THAT(problems(), IsEmpty());
  damage("DELETE FROM entry");
  EXPECT_THAT(problems(), Contains(HasSubstr("out of step for paper:status/paper 3")));
}

TEST_F(Verify, finds_words_that_the_index_lost) {
  damage("DELETE FROM search WHERE search MATCH 'apple'");
  EXPECT_THAT(problems(), Contains(HasSubstr("the full-text index is damaged")));
}

TEST_F(Verify, finds_what_is_missing_of_the_schema) {
  const std::pair<const char*, const char*> kDamages[] = {
      {"DROP TABLE run", "the table \"run\" is missing"},
      {"DROP TABLE alias", "the table \"alias\" is missing"},
      {"DROP VIEW stars", "the view \"stars\" is missing"},
      {"DROP VIEW records", "the view \"records\" is missing"},
      {"DROP INDEX record_newest", "the index \"record_newest\" is missing"},
      {"ALTER TABLE run DROP COLUMN hint", "the table \"run\" is not built as it was"},
      {"DROP VIEW changes; CREATE VIEW changes AS SELECT 1", "the view \"changes\" is not built as it was"},
      {"CREATE TRIGGER thief AFTER INSERT ON record BEGIN DELETE FROM version; END", "the trigger \"thief\""},
      {"DROP TABLE version", "not all of it can be read"}};
  for (const auto& [sql, line] : kDamages) EXPECT_THAT(problems_after(sql), Contains(HasSubstr(line))) << sql;
}

TEST_F(Verify, lets_be_what_somebody_else_added) {
  EXPECT_THAT(
      problems_after("CREATE TABLE letters(x); CREATE INDEX mine ON run(cost); CREATE VIEW v AS SELECT 1"),
      IsEmpty());
}

TEST_F(Verify, finds_records_versions_memberships_and_changes_that_contradict_each_other) {
  end_walk("notes", 1, {.unbroken = true});
  page("stars", 1, {note("1", R"({"id":"1","text":"keepsake apple"})", "keepsake apple")});
  page("stars", 2, {});
  end_walk("stars", 2, {.unbroken = true});
  auto undone = begin("notes", 2);
  undone.remove_records({{"status/paper", "1"}});
  undone.commit();
  ASSERT_THAT(rows(home, "SELECT group_concat(action, ' ') FROM changes"),
              ElementsAre("new new add add update add remove delete"));
  ASSERT_THAT(problems(), IsEmpty());
  for (const char* sql : {"DELETE FROM membership",
                          "DELETE FROM membership WHERE ended IS NOT NULL",
                          "UPDATE membership SET ended = 5",
                          "UPDATE membership SET ended = NULL",
                          "UPDATE membership SET began = 999",
                          "UPDATE membership SET began = 1",
                          "DELETE FROM change WHERE seq = 1",
                          "DELETE FROM change WHERE seq = 5",
                          "DELETE FROM change WHERE seq = 8",
                          "DELETE FROM change WHERE seq > 2",
                          "UPDATE change SET action = 2 WHERE seq = 1",
                          "UPDATE change SET action = 1 WHERE seq = 5",
                          "UPDATE change SET action = 3 WHERE seq = 5",
                          "UPDATE change SET action = 4 WHERE seq = 8",
                          "UPDATE change SET action = 6 WHERE seq = 3",
                          "UPDATE change SET action = 7 WHERE seq = 3",
                          "UPDATE change SET action = 9 WHERE seq = 3",
                          "UPDATE change SET record = 2 WHERE record = 1",
                          "UPDATE change SET version = 1 WHERE seq = 5",
                          "UPDATE change SET stream = 3 - stream WHERE seq = 3",
                          "UPDATE record SET state = 0",
                          "UPDATE record SET state = 1",
                          "UPDATE record SET head = 1",
                          "UPDATE record SET face = 1",
                          "UPDATE record SET joined = 2 WHERE id = 1",
                          "UPDATE record SET head = 2 WHERE id = 2",
                          "UPDATE record SET time = time + 1000",
                          "UPDATE record SET time = NULL",
                          "UPDATE record SET type = type + 1",
                          "UPDATE version SET record = 3 - record",
                          "UPDATE version SET newest = 1",
                          "UPDATE version SET newest = 0",
                          "UPDATE version SET seq = 99 WHERE id = 1",
                          "UPDATE version SET seq = 2 WHERE id = 3"})
    EXPECT_THAT(problems_after(sql), Not(IsEmpty())) << sql;
}

TEST_F(Verify, opened_for_reading_writes_nothing_and_says_what_it_left_out) {
  damage("INSERT INTO search(search) VALUES ('delete-all')");
  writer.reset();
  const std::string before = bytes_of(home.database());
  {
    const Verdict verdict = verify(Database::open_for_reading(home), {});
    EXPECT_FALSE(verdict.index_structure);
    EXPECT_EQ(verdict.records, 2);
    EXPECT_THAT(verdict.problems, IsEmpty());
  }
  EXPECT_TRUE(bytes_of(home.database()) == before) << "something was written";
  EXPECT_TRUE(verify(Database::open_for_writing(home), {}).index_structure);
}

TEST_F(Verify, finds_a_reference_to_nothing) {
  damage("DELETE FROM version WHERE text LIKE '%apple%'");
  EXPECT_THAT(problems(), Not(IsEmpty()));
}

}  // namespace
}  // namespace locker::store
