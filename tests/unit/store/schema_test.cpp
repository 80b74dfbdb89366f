#include "lib/store/schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "lib/base/error.hpp"
#include "lib/store/query.hpp"
#include "lib/store/status.hpp"
#include "lib/store/write/verify.hpp"
#include "tests/unit/support/half_changed.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using test::rows;

/// Creates an archive of an earlier schema from its SQL dump, with a few records.
void make_archive_of(int version, const Home& home) {
  home.create();
  std::ifstream file(std::string(LOCKER_FIXTURES) + "/schema-" + std::to_string(version) + ".sql");
  ASSERT_TRUE(file) << "a released schema has no fixture: " << version;
  std::stringstream dump;
  dump << file.rdbuf();
  SQLite::Database(home.database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(dump.str());
}

TEST(Schema, is_brought_up_to_date_by_a_writer_and_by_no_reader) {
  const test::TemporaryFolder folder;
  const Home home(folder.path() / "home");
  EXPECT_THROW((void)Database::open_for_reading(home), Error);
  EXPECT_FALSE(std::filesystem::exists(home.root()));
  { const auto database = Database::open_for_writing(home); }
  EXPECT_EQ(rows(home, "PRAGMA user_version"), std::vector<std::string>{std::to_string(schema_version())});
  EXPECT_EQ(rows(home, "PRAGMA application_id"), std::vector<std::string>{std::to_string(kApplicationId)});
  EXPECT_EQ(rows(home, "PRAGMA page_size"), std::vector<std::string>{"16384"});
  EXPECT_EQ(rows(home, "PRAGMA journal_mode"), std::vector<std::string>{"wal"});
  struct stat file {};
  stat(home.database().c_str(), &file);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

TEST(Schema, newer_than_the_program_is_refused) {
  const test::TemporaryFolder folder;
  const Home home(folder.path() / "home");
  { const auto database = Database::open_for_writing(home); }
  SQLite::Database(home.database().string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  for (auto* open : {&Database::open_for_reading, &Database::open_for_writing}) try {
      (void)open(home);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
    }
}

std::string bytes_of(const Home& home) {
  std::ifstream file(home.database(), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Neither a reader nor a writer may accept the file as an archive, or change it.
void expect_refused(const Home& home, const char* why) {
  const std::string before = bytes_of(home);
  for (auto* open : {&Database::open_for_reading, &Database::open_for_writing}) try {
      (void)open(home);
      ADD_FAILURE() << why;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::internal);
      EXPECT_THAT(error.what(), testing::HasSubstr(why));
      EXPECT_NE(error.hint(), "");
    }
  EXPECT_EQ(bytes_of(home), before);
}

TEST(Schema, is_never_put_where_an_archive_was_lost) {
  const test::TemporaryFolder folder;
  const Home home(folder.path());
  std::ofstream(home.database()).close();
  expect_refused(home, "is empty");
}

TEST(Schema, is_never_put_into_another_programs_database) {
  const test::TemporaryFolder folder;
  const Home home(folder.path());
  SQLite::Database(home.database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE theirs(x); PRAGMA user_version = 1");
  expect_refused(home, "another program's");
}

TEST(Schema, comes_to_its_place_whole_after_a_creation_was_cut) {
  const test::TemporaryFolder folder;
  const Home home(folder.path());
  for (const char* ending : {".new", ".new-wal", ".new-journal"})
    std::ofstream(home.database().string() + ending) << "half of it";
  { const auto database = Database::open_for_writing(home); }
  EXPECT_EQ(rows(home, "PRAGMA integrity_check"), std::vector<std::string>{"ok"});
  for (const char* ending : {".new", ".new-wal", ".new-shm", ".new-journal"})
    EXPECT_FALSE(std::filesystem::exists(home.database().string() + ending)) << ending;
}

TEST(Schema, is_what_it_was_before_a_change_that_was_cut) {
  for (auto* open : {&Database::open_for_reading, &Database::open_for_writing}) {
    const test::TemporaryFolder folder;
    const Home home(folder.path() / "home");
    { const auto database = Database::open_for_writing(home); }
    test::leave_half_changed(home.database());
    { const auto database = open(home); }
    EXPECT_FALSE(std::filesystem::exists(home.database().string() + "-journal"));
    EXPECT_EQ(rows(home, "SELECT count(*) FROM sqlite_schema WHERE name = 'theirs'"),
              std::vector<std::string>{"0"});
    EXPECT_EQ(rows(home, "PRAGMA integrity_check"), std::vector<std::string>{"ok"});
  }
}

TEST(Schema, changes_in_whole_steps) {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  const std::vector<Migration> steps{[](SQLite::Database& db) { db.exec("CREATE TABLE a(x)"); },
                                     [](SQLite::Database& db) {
                                       db.exec("CREATE TABLE b(x)");
                                       throw std::runtime_error("power lost");
                                     }};
  EXPECT_THROW(migrate(database, steps), std::exception);
  EXPECT_EQ(version_of(database), 1);
  EXPECT_TRUE(database.tableExists("a"));
  EXPECT_FALSE(database.tableExists("b"));
}

TEST(Schema, of_every_release_is_still_read) {
  for (int version = 1; version < schema_version(); ++version) {
    const test::TemporaryFolder folder;
    const Home home(folder.path() / "home");
    ASSERT_NO_FATAL_FAILURE(make_archive_of(version, home));
    const auto database = Database::open_for_writing(home);
    EXPECT_TRUE(verify(database, {}).problems.empty()) << version;
    int found = 0;
    query(database, connector::Registry({&test::fake_connector()}), {.match = "bread"},
          [&](const QueryRow& row) {
            EXPECT_EQ(row.id, "1");
            EXPECT_EQ(row.text, "bread");
            return ++found > 0;
          });
    EXPECT_EQ(found, 1) << version;
  }
}

TEST(Schema, of_version_3_gets_digests_of_its_parts_from_the_first_that_writes) {
  const test::TemporaryFolder folder;
  const Home home(folder.path() / "home");
  ASSERT_NO_FATAL_FAILURE(make_archive_of(3, home));
  { const auto database = Database::open_for_writing(home); }
  EXPECT_EQ(rows(home, "SELECT text FROM records ORDER BY id"),
            (std::vector<std::string>{"bread", "東京 café"}))
      << "views are there before somebody makes them anew";
  EXPECT_EQ(rows(home, "SELECT count(*) FROM part WHERE sha256 IS NULL"), std::vector<std::string>{"1"});
  EXPECT_TRUE(verify(Database::open_for_reading(home), {}).problems.empty());
  { const Writer writer(home, connector::Registry({&test::fake_connector()})); }
  EXPECT_EQ(rows(home, "SELECT length(sha256) FROM part"), std::vector<std::string>{"32"});
  EXPECT_EQ(rows(home, "SELECT count(*) FROM meta WHERE key = 'undigested'"), std::vector<std::string>{"0"});
  EXPECT_EQ(rows(home, "SELECT text FROM versions ORDER BY seq"),
            (std::vector<std::string>{"bred", "東京 café", "bread"}));
}

TEST(Schema, of_version_4_counts_the_places_of_texts_in_bytes_afterwards) {
  const test::TemporaryFolder folder;
  const Home home(folder.path() / "home");
  ASSERT_NO_FATAL_FAILURE(make_archive_of(4, home));
  { const auto database = Database::open_for_writing(home); }
  EXPECT_EQ(rows(home, "SELECT text, text_from, text_size FROM version ORDER BY id"),
            (std::vector<std::string>{"bred||", "東京 café|19|12", "bread|19|5"}));
}

TEST(Schema, of_every_release_is_asked_for_words_as_they_are_spelled) {
  for (int version = 1; version < schema_version(); ++version) {
    const test::TemporaryFolder folder;
    const Home home(folder.path() / "home");
    ASSERT_NO_FATAL_FAILURE(make_archive_of(version, home));
    SQLite::Database beside(home.database().string(), SQLite::OPEN_READWRITE);
    (void)SQLite::Statement(beside, "SELECT 1 FROM search").executeStep();
    { const auto database = Database::open_for_writing(home); }
    for (const char* word : {"café", "CAFÉ", "cafe\u0301", "cafe", "\"東 京\""}) {
      SQLite::Statement found(beside, "SELECT count(*) FROM search WHERE search MATCH ?");
      found.bind(1, word);
      found.executeStep();
      EXPECT_EQ(found.getColumn(0).getInt(), 1) << version << word;
    }
    beside.exec("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)");
    EXPECT_TRUE(verify(Database::open_for_reading(home), {}).problems.empty()) << version;
  }
}

class Views : public test::StoreFixture {};

TEST_F(Views, are_read_by_any_client) {
  page("stars", 1,
       {note("2", R"({"id":"2","text":"two"})", "two"), note("1", R"({"id":"1","text":"one"})", "one")});
  EXPECT_THAT(rows(home, "SELECT id, text FROM stars"), ::testing::ElementsAre("2|two", "1|one"));
  EXPECT_THAT(rows(home, "SELECT json_extract(json, '$.text') FROM records ORDER BY id"),
              ::testing::ElementsAre("one", "two"));
  EXPECT_THAT(
      rows(home, "SELECT r.key FROM search s JOIN record r ON r.sort = s.rowid WHERE search MATCH 'two'"),
      ::testing::ElementsAre("2"));
  EXPECT_THAT(rows(home, "SELECT action, id, stream FROM changes ORDER BY seq"),
              ::testing::ElementsAre("new|2|", "new|1|", "add|2|stars", "add|1|stars"));
  for (const auto& view : rows(home, "SELECT name FROM sqlite_schema WHERE type = 'view'"))
    EXPECT_NO_THROW(rows(home, "SELECT * FROM " + view)) << view;
  EXPECT_THAT(rows(home, "SELECT count(*) FROM sqlite_schema WHERE type = 'view'"),
              ::testing::Not(::testing::Contains("0")));
}

/// Returns docs/schema.md.
std::string document() {
  std::ifstream file(std::string(LOCKER_FIXTURES) + "/../../docs/schema.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_F(Views, find_what_an_earlier_schema_indexed_with_an_accent) {
  page("notes", 1, {note("1", R"({"id":"1"})", "b\u05D0\u0301d"), note("2", R"({"id":"2"})", "plain")});
  writer.reset();
  {
    SQLite::Database earlier(home.database().string(), SQLite::OPEN_READWRITE);
    earlier.exec(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql ="
        " replace(sql, 'remove_diacritics 2', 'remove_diacritics 0') WHERE name = 'search'");
    earlier.exec("PRAGMA writable_schema = RESET");
    earlier.exec("ALTER TABLE version RENAME COLUMN text_from TO text_at");
    earlier.exec("INSERT INTO search(search) VALUES ('rebuild'); PRAGMA user_version = 4");
  }
  EXPECT_TRUE(verify(Database::open_for_writing(home), {}).problems.empty());
  EXPECT_THAT(rows(home, "SELECT rowid > 0 FROM search WHERE search MATCH 'b\u05D0\u0301d'"),
              ::testing::ElementsAre("1"));
}

TEST_F(Views, are_documented_with_all_their_columns) {
  const std::string text = document();
  for (const auto& view : rows(home, "SELECT name FROM sqlite_schema WHERE type = 'view'")) {
    const std::string known = view == "stars" || view == "notes" ? "tweets" : view;
    const auto row = text.find("\n| `" + known + "`");
    ASSERT_NE(row, std::string::npos) << view;
    std::string columns;
    for (const auto& column : rows(home, "SELECT name FROM pragma_table_info('" + view + "') ORDER BY cid")) {
      columns += (columns.empty() ? "" : ", ") + column;
      const auto said = text.find("`" + column + "`", text.find("What the columns say"));
      EXPECT_LT(said, text.find("## Full text")) << column << " of " << view << " is not explained";
    }
    EXPECT_NE(text.substr(row, text.find('\n', row + 1) - row).find("| `" + columns + "` |"),
              std::string::npos)
        << view << " has " << columns;
  }
}

TEST_F(Views, and_tables_and_versions_are_all_documented) {
  const std::string text = document();
  for (const auto& table : rows(home,
                                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                " AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'"))
    EXPECT_NE(text.find("**" + table + "**"), std::string::npos) << table;
  EXPECT_NE(text.find("\n| " + std::to_string(schema_version()) + " |"), std::string::npos);
}

TEST_F(Views, call_authors_as_a_query_does) {
  auto person = note("p", R"({"id":"p"})");
  person.type = "contact/paper";
  person.name = "@baker";
  auto known = note("1", R"({"id":"1"})"), unknown = note("2", R"({"id":"2"})"),
       own = note("3", R"({"id":"3"})"), mentioning = note("4", R"({"id":"4"})");
  known.author = "p";
  unknown.author = "nobody";
  own.author = "me";
  mentioning.author = "q";
  mentioning.people = {{"q", "miller"}};
  writer->bind_account("paper", "me", "owner");
  page("stars", 1, {person, known, unknown, own, mentioning});
  std::vector<std::string> called;
  query(Database::open_for_reading(home), registry, {}, [&](const QueryRow& row) {
    called.push_back(std::string(row.id) + "|" + std::string(row.author));
    return true;
  });
  EXPECT_THAT(rows(home, "SELECT id, author_handle FROM records"),
              ::testing::UnorderedElementsAreArray(called));
  EXPECT_THAT(rows(home, "SELECT author_handle FROM stars WHERE author IS NOT NULL"),
              ::testing::ElementsAre("@baker", "nobody", "owner", "miller"));
}

TEST_F(Views, of_streams_make_no_column_that_is_not_asked_for) {
  page("stars", 1, {note("1", R"({"id":"1","text":"one"})", "one")});
  const auto functions = [&](const std::string& columns) {
    std::string used;
    for (const auto& step :
         rows(home, "EXPLAIN SELECT " + columns + " FROM stars ORDER BY time DESC LIMIT 10"))
      if (step.find("Function|") != std::string::npos) used += step + "\n";
    return used;
  };
  EXPECT_THAT(functions("time, text, state"), ::testing::HasSubstr("strftime"));
  EXPECT_THAT(functions("text, time, author_handle"), ::testing::HasSubstr("like"));
  EXPECT_THAT(functions("time, text, state"), ::testing::Not(::testing::HasSubstr("like")));
}

class Status : public test::StoreFixture {};

TEST_F(Status, tells_of_each_stream_and_of_the_months_cost) {
  const auto began = writer->begin_run("paper", {"stars", ""}, now);
  run = began;
  auto begun = begin("stars", 1);
  begun.store({note("1", R"({"id":"1"})")}, {{"status/paper", "1"}});
  begun.charge({{"post", "1", 5'000}}, 1, 0);
  begun.commit();
  writer->end_run(began, {ErrorKind::forbidden, "no scope", "run that"}, now);
  const auto accounts = status(Database::open_for_reading(home), now);
  ASSERT_EQ(accounts.size(), 1u);
  EXPECT_EQ(accounts[0].month_cost, 5'000);
  EXPECT_EQ(accounts[0].records, 1);
  ASSERT_EQ(accounts[0].streams.size(), 1u);
  EXPECT_EQ(accounts[0].streams[0].members, 1);
  EXPECT_EQ(accounts[0].streams[0].outcome, ErrorKind::forbidden);
  EXPECT_EQ(accounts[0].streams[0].hint, "run that");
  EXPECT_EQ(status(Database::open_for_reading(home), now + std::chrono::days(62))[0].month_cost, 0);
}

}  // namespace
}  // namespace locker::store
