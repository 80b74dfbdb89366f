#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "lib/base/error.hpp"
#include "lib/store/status.hpp"
#include "lib/store/write/backup.hpp"
#include "lib/store/write/forget.hpp"
#include "lib/store/write/traces.hpp"
#include "lib/store/write/verify.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using test::rows;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// But for SQLite's shared memory, in which readers write too.
std::string all_bytes(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
    if (file.is_regular_file() && !file.path().native().ends_with("-shm")) bytes += bytes_of(file.path());
  return bytes;
}

class Care : public test::StoreFixture {
 protected:
  Care() {
    page("notes", 1,
         {note("1", R"({"id":"1","text":"keepsake apple"})", "keepsake apple"),
          note("2", R"({"id":"2","text":"xylophone secret"})", "xylophone secret")});
    later();
    page("notes", 1, {note("2", R"({"id":"2","text":"zeppelin secret"})", "zeppelin secret")});
  }
  std::vector<std::string> problems() { return verify(Database::open_for_writing(home), {}).problems; }
  void damage(const std::string& sql) {
    SQLite::Database database(home.database().string(), SQLite::OPEN_READWRITE);
    database.exec(sql);
  }
  /// Of a copy, so that the archive itself stays as it is.
  std::vector<std::string> problems_after(const std::string& sql) {
    const auto copy = folder.path() / "damaged.db";
    std::filesystem::remove(copy);
    damage("VACUUM INTO '" + copy.string() + "'");
    SQLite::Database(copy.string(), SQLite::OPEN_READWRITE).exec(sql);
    return verify_copy(copy, {}).problems;
  }
};

TEST_F(Care, verify_finds_nothing_in_a_sound_archive) { EXPECT_THAT(problems(), IsEmpty()); }

TEST_F(Care, verify_finds_a_flipped_byte) {
  damage("UPDATE version SET raw = replace(raw, 'apple', 'Apple')");
  EXPECT_THAT(problems(), Contains(HasSubstr("paper:status/paper 1 is not what was stored")));
}

TEST_F(Care, verify_finds_a_flipped_byte_of_what_came_beside_a_record) {
  auto asking = note("3", R"({"id":"3"})");
  asking.parts = {{"poll", "p1", R"({"votes":"one"})"}};
  see({asking});
  EXPECT_THAT(problems(), IsEmpty());
  damage("UPDATE part SET raw = replace(raw, 'one', 'two')");
  EXPECT_THAT(problems(), ElementsAre("the poll \"p1\" of paper:status/paper 3 is not what was stored"));
}

TEST_F(Care, verify_finds_a_text_that_is_not_in_its_place) {
  see({note("3", R"({"id":"3","text":"a longer keepsake"})", "a longer keepsake")});
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_THAT(problems_after("UPDATE version SET text_size = 9999 WHERE text_from IS NOT NULL"),
              Not(IsEmpty()));
  EXPECT_THAT(problems_after("UPDATE version SET text_from = text_from + 1"), Not(IsEmpty()));
}

TEST_F(Care, verify_finds_an_index_out_of_step) {
  damage("INSERT INTO entry(record, text) SELECT id, 'pear' FROM record WHERE key = '1'");
  EXPECT_THAT(problems(), Contains(HasSubstr("out of step for paper:status/paper 1")));
}

TEST_F(Care, verify_finds_a_segmented_text_that_is_lost) {
  page("notes", 2, {note("3", R"({"id":"3","text":"東京"})", "東京")});
  EXPECT_THAT(problems(), IsEmpty());
  damage("DELETE FROM entry");
  EXPECT_THAT(problems(), Contains(HasSubstr("out of step for paper:status/paper 3")));
}

TEST_F(Care, verify_finds_words_that_the_index_lost) {
  damage("DELETE FROM search WHERE search MATCH 'apple'");
  EXPECT_THAT(problems(), Contains(HasSubstr("the full-text index is damaged")));
}

TEST_F(Care, verify_finds_what_is_missing_of_the_schema) {
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

TEST_F(Care, verify_lets_be_what_somebody_else_added) {
  EXPECT_THAT(
      problems_after("CREATE TABLE letters(x); CREATE INDEX mine ON run(cost); CREATE VIEW v AS SELECT 1"),
      IsEmpty());
}

TEST_F(Care, verify_finds_records_versions_memberships_and_changes_that_contradict_each_other) {
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

TEST_F(Care, verify_opened_for_reading_writes_nothing_and_says_what_it_left_out) {
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

TEST_F(Care, backup_finds_words_that_the_index_lost) {
  damage("INSERT INTO search(search) VALUES ('delete-all')");
  EXPECT_THAT(problems(), Contains(HasSubstr("the full-text index is damaged")));
  EXPECT_THROW(backup(home, folder.path() / "copy.db", {}), Error);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "copy.db"));
}

TEST_F(Care, verify_finds_a_reference_to_nothing) {
  damage("DELETE FROM version WHERE text LIKE '%apple%'");
  EXPECT_THAT(problems(), Not(IsEmpty()));
}

TEST_F(Care, backup_is_equal_and_private) {
  const auto target = folder.path() / "copy.db";
  const auto result = backup(home, target, {});
  EXPECT_EQ(result.records, 2);
  EXPECT_EQ(result.versions, 3);
  EXPECT_EQ(std::filesystem::status(target).permissions(), std::filesystem::perms(0600));
  const Home restored(folder.path() / "restored");
  restored.create();
  std::filesystem::copy(target, restored.database());
  std::string text;
  store::dump(Database::open_for_reading(restored),
              [&](std::string_view line) { text.append(line) += '\n'; });
  EXPECT_EQ(text, dump());
}

TEST_F(Care, backup_replaces_an_older_backup_and_nothing_else) {
  const auto target = folder.path() / "copy.db";
  backup(home, target, {});
  backup(home, target, {});
  const auto letter = folder.path() / "letter.txt";
  std::ofstream(letter) << "dear reader";
  EXPECT_THROW(backup(home, letter, {}), Error);
  EXPECT_EQ(all_bytes(letter.parent_path()).find("dear reader") != std::string::npos, true);
}

TEST_F(Care, backup_refuses_what_is_no_place_for_a_file) {
  const auto fifo = folder.path() / "fifo", dangling = folder.path() / "dangling";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  std::filesystem::create_symlink(folder.path() / "nowhere", dangling);
  for (const std::filesystem::path& target :
       {std::filesystem::path("-"), std::filesystem::path("/dev/null"), fifo, dangling, folder.path()})
    EXPECT_THROW(backup(home, target, {}), Error) << target;
  EXPECT_TRUE(std::filesystem::is_symlink(dangling));
  EXPECT_FALSE(std::filesystem::exists("-"));
}

TEST_F(Care, backup_behind_a_link_leaves_the_link) {
  const auto copy = folder.path() / "copy.db", latest = folder.path() / "latest.db";
  backup(home, copy, {});
  std::filesystem::create_symlink(copy, latest);
  backup(home, latest, {});
  EXPECT_TRUE(std::filesystem::is_symlink(latest));
  EXPECT_TRUE(std::filesystem::is_regular_file(copy));
}

TEST_F(Care, backup_refuses_the_archive_itself_under_any_name) {
  const std::string before = dump();
  const auto symbolic = folder.path() / "symbolic.db", hard = folder.path() / "hard.db";
  std::filesystem::create_symlink(home.database(), symbolic);
  std::filesystem::create_hard_link(home.database(), hard);
  const auto inode = [&] { return std::filesystem::hard_link_count(home.database()); };
  for (const auto& target : {home.database(), symbolic, hard, home.root() / ".." / "home" / "locker.db"})
    EXPECT_THROW(backup(home, target, {}), Error) << target;
  EXPECT_EQ(inode(), 2u) << "still the same file";
  EXPECT_EQ(dump(), before);
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Care, backup_refuses_the_archive_of_another_locker) {
  const Home other(folder.path() / "other");
  { const auto begun = Database::open_for_writing(other); }
  const std::string before = all_bytes(other.root());
  EXPECT_THROW(backup(home, other.database(), {}), Error);
  EXPECT_TRUE(all_bytes(other.root()) == before) << "something was touched";
  backup(home, other.root() / "copy.db", {});
  backup(home, other.root() / "copy.db", {});
}

TEST_F(Care, backup_refuses_a_place_where_sqlite_left_a_log) {
  for (const char* ending : {"-wal", "-shm", "-journal"}) {
    const auto target = folder.path() / "copy.db";
    std::ofstream(target.string() + ending) << "of another database";
    EXPECT_THROW(backup(home, target, {}), Error) << ending;
    EXPECT_FALSE(std::filesystem::exists(target)) << ending;
    std::filesystem::remove(target.string() + ending);
    EXPECT_THROW(backup(home, target.string() + ending, {}), Error) << ending;
  }
}

TEST_F(Care, forget_erases_every_trace) {
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", "2"}, now));
  writer.reset();
  const std::string bytes = all_bytes(home.root());
  for (const char* trace : {"xylophone", "zeppelin"})
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
  EXPECT_NE(bytes.find("keepsake"), std::string::npos);
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Care, forget_leaves_numbered_changes_without_content) {
  const auto before = rows(home, "SELECT max(seq) FROM change");
  forget_record(home, registry, "paper", {"status/paper", "2"}, now);
  EXPECT_THAT(rows(home, "SELECT count(*) = max(seq) FROM change"), ElementsAre("1")) << "no number is lost";
  EXPECT_THAT(rows(home, "SELECT DISTINCT record IS NULL AND version IS NULL FROM change WHERE action = 7"),
              ElementsAre("1"));
}

TEST_F(Care, what_is_forgotten_does_not_come_back) {
  forget_record(home, registry, "paper", {"status/paper", "2"}, now);
  later();
  const auto result =
      page("notes", 2, {note("2", R"({"id":"2","text":"zeppelin secret"})", "zeppelin secret")});
  EXPECT_EQ(result.counts.created, 0);
  EXPECT_EQ(result.counts.forgotten, 1);
  EXPECT_EQ(result.fresh, 1) << "no walk that ended properly has met it";
  EXPECT_THAT(rows(home, "SELECT key FROM record"), ElementsAre("1"));
}

TEST_F(Care, forget_leaves_no_id_in_the_ledger_under_which_the_record_was_charged) {
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

/// The same service, with lists, each of which has members.
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

TEST_F(Care, forget_of_a_list_leaves_nothing_that_names_it_or_says_who_was_in_it) {
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
  writer->end_run(run, {"failed", "list " + id, {}}, now);
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

TEST_F(Care, forget_of_the_newest_leaves_a_mark_that_does_not_name_it_and_asks_for_nothing_more) {
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

TEST_F(Care, a_mark_beside_an_id_is_above_those_of_clocks_and_below_those_that_are_counted) {
  EXPECT_EQ(mark_beside("1700000000000000077", 0), "1700000000000000078");
  EXPECT_EQ(mark_beside("1000000000000000077", 22), "1000000000000000100");
  EXPECT_EQ(mark_beside("9999999999999999999", 5), "9999999999999999998");
  EXPECT_EQ(mark_beside("999999999999999999", 5), "999999999999999998");
  EXPECT_EQ(mark_beside("100", 7), "99");
  EXPECT_EQ(mark_beside("0", 7), "0");
  EXPECT_EQ(mark_beside("abc", 7), "");
}

TEST_F(Care, forget_of_an_account_leaves_no_names_of_streams) {
  run = writer->begin_run("paper", {"list-members", "17000000000055"}, now);
  writer->end_run(run, {"failed", "list 17000000000055", {}}, now);
  forget_account(home, registry, "paper", now, {});
  writer.reset();
  EXPECT_EQ(all_bytes(home.root()).find("17000000000055"), std::string::npos);
  EXPECT_THAT(status(Database::open_for_reading(home), now).at(0).streams, IsEmpty());
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Care, forget_of_an_account_leaves_its_ledger_only) {
  run = writer->begin_run("paper", {"notes", ""}, now);
  writer->bind_account("paper", "77777", "annhandle");
  EXPECT_EQ(forget_account(home, registry, "paper", now, {}), 2);
  writer.reset();
  const std::string bytes = all_bytes(home.root());
  for (const char* trace : {"xylophone", "keepsake", "annhandle"})
    EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
  EXPECT_THAT(rows(home, "SELECT count(*) FROM run"), ElementsAre("1"));
}

}  // namespace
}  // namespace locker::store
