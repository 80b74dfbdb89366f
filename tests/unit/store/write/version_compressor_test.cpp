#include <gmock/gmock.h>

#include <fstream>

#include "lib/store/history.hpp"
#include "lib/store/query.hpp"
#include "lib/store/sql_query.hpp"
#include "lib/store/write/backup.hpp"
#include "lib/store/write/forget.hpp"
#include "lib/store/write/verify.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using test::rows;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Superseded : public test::StoreFixture {
 protected:
  static constexpr int kRecords = 100;

  /// Returns a post like those of services: much is the same in all of them.
  static std::string raw(int id, const std::string& text) {
    const std::string number = std::to_string(id);
    std::string json = R"({"id":")" + number + R"(","author_id":"783214","conversation_id":")" + number +
                       R"(","created_at":"2026-11-20T10:00:00.000Z","edit_history_tweet_ids":[")" + number +
                       R"("],"lang":"en","possibly_sensitive":false,"reply_settings":"everyone","text":")" +
                       text + R"(","entities":{"annotations":[)";
    for (int i = 0; i < 8; ++i)
      json += std::string(i ? "," : "") + R"({"start":)" + std::to_string(i * id % 97) + R"(,"end":)" +
              std::to_string(i * id % 89) + R"(,"probability":0.)" +
              std::to_string(1000 + i * id * 7919 % 9000) + R"(,"type":"Place","normalized_text":"harbour"})";
    return json + "]}}";
  }
  static std::string text(int id, int edition) {
    return "edition " + std::to_string(edition) + " of " + std::to_string(id * 104'729);
  }

  void see_all(int edition) {
    std::vector<Observation> seen;
    for (int id = 1; id <= kRecords; ++id)
      seen.push_back(note(std::to_string(id), raw(id, text(id, edition)), text(id, edition)));
    see(seen);
    later();
  }
  std::string number(const std::string& sql) { return rows(home, sql).front(); }
  std::vector<std::string> problems() { return verify(Database::open_for_writing(home), {}).problems; }
};

TEST_F(Superseded, versions_are_compressed_and_the_newest_is_plain) {
  for (int edition = 1; edition <= 3; ++edition) see_all(edition);
  EXPECT_EQ(number("SELECT count(*) FROM version WHERE newest = 0 AND typeof(raw) = 'blob'"), "200");
  EXPECT_EQ(number("SELECT count(*) FROM version WHERE newest = 1 AND typeof(raw) = 'text'"), "100");
  const auto plain = std::stoll(number("SELECT sum(length(raw)) FROM version WHERE newest = 1"));
  const auto compressed = std::stoll(number("SELECT sum(length(raw)) FROM version WHERE newest = 0"));
  EXPECT_LE(static_cast<double>(compressed), 0.35 * 2 * static_cast<double>(plain));
  EXPECT_EQ(number("SELECT count(*) FROM records WHERE json_extract(json, '$.lang') = 'en'"), "100");
}

TEST_F(Superseded, versions_are_read_as_if_they_were_not) {
  see_all(1);
  const Instant then = now - std::chrono::minutes(30);
  see_all(2);
  std::vector<std::string> raws;
  const auto database = Database::open_for_reading(home);
  query(database, registry, {.as_of = then}, [&](const QueryRow& row) {
    raws.emplace_back(row.raw);
    return true;
  });
  std::vector<std::string> first;
  for (int id = 1; id <= kRecords; ++id) first.push_back(raw(id, text(id, 1)));
  EXPECT_THAT(raws, ::testing::UnorderedElementsAreArray(first));
  EXPECT_THAT(problems(), IsEmpty());
  const std::string after = dump();
  EXPECT_NE(after.find("edition 1 of 104729"), std::string::npos);
  const auto copy = folder.path() / "copy.db";
  EXPECT_EQ(backup(home, copy, {}).versions, 2 * kRecords);
  EXPECT_EQ(see({note("1", raw(1, text(1, 2)), text(1, 2))}).counts.unchanged, 1);
}

TEST_F(Superseded, versions_are_read_by_a_statement_of_ones_own) {
  for (int edition = 1; edition <= 2; ++edition) see_all(edition);
  std::vector<std::string> read;
  run_sql(
      home, "SELECT json_extract(plain(raw, dictionary), '$.text') FROM version WHERE id = 1",
      [](const auto&) {},
      [&](const std::vector<SqlValue>& row) {
        read.push_back(std::get<std::string>(row.front()));
        return true;
      });
  EXPECT_THAT(read, ElementsAre(text(1, 1)));
}

TEST_F(Superseded, versions_are_told_from_what_came_too_late) {
  for (int edition = 1; edition <= 2; ++edition) see_all(edition);
  const Instant newest = now;
  now -= std::chrono::hours(9);
  see({note("1", raw(1, text(1, 1)), text(1, 1))});  // an older archive contains a version that is known
  now = newest;
  EXPECT_EQ(number("SELECT count(*) FROM version"), "200");
}

TEST_F(Superseded, versions_show_their_damage) {
  for (int edition = 1; edition <= 2; ++edition) see_all(edition);
  SQLite::Database(home.database().string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE version SET raw = CAST(substr(raw, 1, length(raw) - 9) AS BLOB) WHERE id = 1");
  EXPECT_THAT(problems(), ElementsAre(::testing::HasSubstr("is not what was stored")));
}

TEST_F(Superseded, versions_of_few_records_wait_in_plain_text) {
  for (int edition = 1; edition <= 3; ++edition) see({note("1", raw(1, text(1, edition)), text(1, edition))});
  EXPECT_EQ(number("SELECT count(*) FROM version WHERE typeof(raw) = 'text'"), "3");
  for (int edition = 4; edition <= 5; ++edition) see_all(edition);
  EXPECT_EQ(number("SELECT count(*) FROM version WHERE newest = 0 AND typeof(raw) = 'text'"), "0");
}

TEST_F(Superseded, versions_of_what_is_forgotten_leave_no_trace_in_a_dictionary) {
  constexpr int kFirstSecret = kRecords - 19;  // the dictionary is built from the newest ones
  std::string secret = "a secret";
  for (int i = 0; i < 40; ++i) secret += " xylophone " + std::to_string(i * 7'919 % 104'729);
  std::vector<Observation> seen;
  for (int id = 1; id <= kRecords; ++id)
    seen.push_back(note(std::to_string(id), raw(id, id >= kFirstSecret ? secret : text(id, 1)), "text"));
  see(seen);
  later();
  see_all(2);
  const auto in_dictionary = [&] {
    return number("SELECT count(*) FROM dictionary WHERE instr(bytes, CAST('xylophone' AS BLOB)) > 0");
  };
  ASSERT_EQ(in_dictionary(), "1");
  for (int id = kFirstSecret; id <= kRecords; ++id)
    ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", std::to_string(id)}, now));
  EXPECT_EQ(in_dictionary(), "0");
  EXPECT_EQ(number("SELECT count(*) FROM dictionary WHERE retired = 1"), "0");
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_NE(dump().find(text(1, 1)), std::string::npos);
  writer.reset();
  std::ifstream file(home.database(), std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(bytes.find("xylophone"), std::string::npos);
}

}  // namespace
}  // namespace locker::store
