#include "lib/store/sql_query.hpp"

#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "lib/store/schema.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using ::testing::ElementsAre;

class SqlQuery : public test::StoreFixture {
 protected:
  SqlQuery() { page("stars", 1, {note("1", R"({"id":"1","text":"bread"})", "bread")}); }
  std::vector<std::string> select(const std::string& statement) {
    std::vector<std::string> cells;
    run_sql(
        home, statement, [&](const auto& names) { head = names; },
        [&](const std::vector<SqlValue>& row) {
          for (const auto& value : row)
            if (const auto* text = std::get_if<std::string>(&value))
              cells.push_back(*text);
            else if (const auto* number = std::get_if<std::int64_t>(&value))
              cells.push_back(std::to_string(*number));
          return true;
        });
    return cells;
  }
  std::vector<std::string> head;
};

TEST_F(SqlQuery, reads_tables_views_and_full_text) {
  EXPECT_THAT(select("SELECT id, text FROM records"), ElementsAre("1", "bread"));
  EXPECT_THAT(head, ElementsAre("id", "text"));
  EXPECT_THAT(select("SELECT id FROM stars;"), ElementsAre("1"));
  EXPECT_THAT(select("SELECT count(*) FROM search WHERE search MATCH 'bread'"), ElementsAre("1"));
  EXPECT_THAT(select("SELECT sum(value) FROM json_each('[1,2]')"), ElementsAre("3"));
  EXPECT_THAT(select("SELECT count(*) FROM json_tree('[1,[2]]')"), ElementsAre("4"));
  EXPECT_THAT(select("WITH x AS (SELECT json_extract(json, '$.text') AS t FROM records) SELECT t FROM x"),
              ElementsAre("bread"));
  EXPECT_THAT(select("-- a remark\nSELECT 1"), ElementsAre("1"));
  EXPECT_THAT(select("PRAGMA user_version"), ElementsAre(std::to_string(schema_version())));
}

TEST_F(SqlQuery, tells_of_tables_as_a_pragma_and_as_a_table) {
  const auto columns = select("SELECT name FROM pragma_table_info('record')");
  EXPECT_THAT(columns, ::testing::Contains("key"));
  EXPECT_THAT(select("SELECT count(*) FROM pragma_table_list WHERE name = 'record'"), ElementsAre("1"));
  EXPECT_THROW(select("SELECT * FROM pragma_wal_checkpoint"), Error);
  EXPECT_THROW(select("SELECT * FROM pragma_user_version(7)"), Error);
}

TEST_F(SqlQuery, refuses_everything_that_is_not_one_statement_that_reads) {
  const std::string file = (folder.path() / "stolen.db").string();
  const auto before = dump();
  for (const std::string statement : {"",
                                      ";",
                                      "-- nothing",
                                      "DELETE FROM record",
                                      "UPDATE version SET raw = ''",
                                      "INSERT INTO meta VALUES ('a', 1)",
                                      "CREATE TABLE x(a)",
                                      "CREATE TEMP TABLE x(a)",
                                      "DROP VIEW records",
                                      "BEGIN",
                                      "COMMIT",
                                      "SAVEPOINT s",
                                      "VACUUM",
                                      "PRAGMA journal_mode = DELETE",
                                      "PRAGMA user_version = 7",
                                      "PRAGMA writable_schema = 1",
                                      "PRAGMA wal_checkpoint",
                                      "PRAGMA query_only = 0",
                                      "SELECT load_extension('x')",
                                      "REINDEX",
                                      "ANALYZE",
                                      "DETACH main",
                                      "SELECT 1; SELECT 2",
                                      "SELECT 1; DELETE FROM record",
                                      "DELETE FROM record RETURNING id",
                                      "INSERT INTO search(search) VALUES ('rebuild')",
                                      "SELECT writefile('x', 'y')",
                                      "SELECT readfile('/etc/passwd')",
                                      "SELECT fts3_tokenizer('x')",
                                      "EXPLAIN DELETE FROM record"})
    EXPECT_THROW(select(statement), Error) << statement;
  EXPECT_THROW(select("ATTACH '" + file + "' AS x"), Error);
  EXPECT_THROW(select("VACUUM INTO '" + file + "'"), Error);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(dump(), before);
}

TEST_F(SqlQuery, ends_a_statement_that_takes_too_long_or_is_not_wanted_any_more) {
  const auto ended_by = [&](const std::string& statement, const SqlBounds& bounds) {
    try {
      run_sql(
          home, statement, [](const auto&) {}, [](const auto&) { return true; }, bounds);
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  };
  const std::string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";
  std::stop_source stop;
  stop.request_stop();
  for (const char* rows : {"SELECT count(*) FROM n", "SELECT i FROM n"}) {
    EXPECT_EQ(ended_by(endless + rows, {.longest = std::chrono::milliseconds{5}, .stop = {}}),
              ErrorKind::usage);
    EXPECT_EQ(ended_by(endless + rows, {.longest = {}, .stop = stop.get_token()}), ErrorKind::interrupted);
  }
}

TEST_F(SqlQuery, gives_no_row_that_would_fill_the_memory_of_a_server) {
  const SqlBounds of_server{.longest = std::chrono::hours(1), .stop = {}};
  std::string columns = "1";
  for (int i = 0; i < 100; ++i) columns += ", 1";
  for (const std::string& statement :
       {std::string("SELECT hex(zeroblob(20000000))"),
        std::string("SELECT a, a FROM (SELECT hex(zeroblob(10000000)) AS a)"), "SELECT " + columns}) {
    int rows = 0;
    const auto count = [&](const auto&) { return ++rows, true; };
    EXPECT_THROW(run_sql(
                     home, statement, [](const auto&) {}, count, of_server),
                 Error)
        << statement.substr(0, 60);
    EXPECT_EQ(rows, 0);
    run_sql(
        home, statement, [](const auto&) {}, count);
    EXPECT_EQ(rows, 1) << "a command is for one person";
  }
}

TEST_F(SqlQuery, says_what_sqlite_says) {
  try {
    select("SELECT nonsense FROM records");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("nonsense"));
    EXPECT_THAT(error.hint(), ::testing::HasSubstr("table_xinfo"));
  }
}

}  // namespace
}  // namespace locker::store
