#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/integration/locker_fixture.hpp"

/// The commands and statements in the documentation.
namespace locker::test {
namespace {

namespace fs = std::filesystem;

fs::path docs() { return fs::path(units_path()).parent_path(); }

/// Returns the statements in the SQL blocks of a document.
Words statements_in(const std::string& text) {
  const std::string begin = "```sql\n", end = "```";
  Words statements;
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    at += begin.size();
    std::istringstream block(text.substr(at, text.find(end, at) - at));
    for (std::string one; std::getline(block, one, ';');)
      if (one.find_first_not_of(" \n") != std::string::npos) statements.push_back(one);
  }
  return statements;
}

class Documents : public LockerTest {
 protected:
  void begin() {
    sandbox::Settings settings;
    settings.rate_limits = false;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "profile,tweets,followers"});
  }
};

TEST_F(Documents, show_sql_that_runs) {
  begin();
  int run = 0;
  for (const auto& file : fs::directory_iterator(docs())) {
    if (file.path().extension() != ".md") continue;
    for (const auto& statement : statements_in(text_of(file.path()))) {
      const Outcome outcome = locker({"query", "--sql", statement});
      EXPECT_EQ(outcome.code, 0) << file.path() << ": " << statement << "\n" << outcome.err;
      ++run;
    }
  }
  EXPECT_GE(run, 7);
}

TEST_F(Documents, give_datasette_queries_that_run_without_locker) {
  begin();
  SQLite::Database database((home / "locker.db").string(), SQLite::OPEN_READONLY);
  const json queries = json::parse(text_of(docs() / "datasette.json"))["databases"]["locker"]["queries"];
  EXPECT_GE(queries.size(), 4u);
  for (const auto& query : queries) {
    SQLite::Statement statement(database, query["sql"].get<std::string>());
    for (int at = 1; at <= statement.getBindParameterCount(); ++at) statement.bind(at, "2026");
    EXPECT_NO_THROW(statement.executeStep()) << query["sql"];
  }
}

}  // namespace
}  // namespace locker::test
