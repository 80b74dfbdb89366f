#include "lib/store/write/repeats.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "lib/store/write/forget.hpp"
#include "tests/unit/store/write/care_fixture.hpp"
#include "tests/unit/support/sql.hpp"

namespace locker::store {
namespace {

using test::all_bytes;
using test::rows;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// As in a connector: a note repeats another one, whose id it contains.
std::optional<Repeated> repeated_in(std::string_view, std::string_view raw) {
  const auto note = nlohmann::json::parse(raw);
  if (!note.contains("repeats")) return std::nullopt;
  return Repeated{note["repeats"], note["text"]};
}

class Repeats : public test::CareFixture {
 protected:
  /// Returns a repeat whose raw bytes contain only the beginning of note 2.
  Observation repeat(const std::string& id) {
    auto seen = note(id, R"({"id":")" + id + R"(","text":"again: zepp","repeats":"2"})",
                     "again: zeppelin secret of " + std::string(200, 'z') + " Tailsecret");
    seen.repeats = repeated_in({}, seen.raw);
    seen.parts = {{"media", "m1", R"({"alt":"a yacht"})"}};
    return seen;
  }
  Observation original(const std::string& text) {
    return note("2", R"({"id":"2","text":")" + text + R"("})", text);
  }
  void expect_gone() {
    writer.reset();
    const std::string bytes = all_bytes(home.root());
    for (const char* trace : {"zeppelin", "ailsecret", "a yacht"})
      EXPECT_EQ(bytes.find(trace), std::string::npos) << trace;
    EXPECT_THAT(problems(), IsEmpty());
  }
};

TEST_F(Repeats, of_what_is_forgotten_keep_what_their_own_bytes_have) {
  const std::string text = "zeppelin secret of " + std::string(200, 'z') + " Tailsecret";
  page("notes", 2,
       {original(text), repeat("8"), repeat("9"), note("7", "{}", "zeppelin secret, of another")});
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", "2"}, now, &repeated_in));
  EXPECT_THAT(rows(home, "SELECT text FROM records WHERE id IN ('8', '9')"),
              ElementsAre("again: zepp", "again: zepp"));
  EXPECT_THAT(rows(home, "SELECT count(*) FROM search WHERE search MATCH 'zepp'"), ElementsAre("2"));
}

TEST_F(Repeats, leave_no_trace_of_what_is_forgotten_and_bring_none_back) {
  const std::string text = "zeppelin secret of " + std::string(200, 'z') + " Tailsecret";
  page("notes", 2, {original(text), repeat("8")});
  ASSERT_TRUE(forget_record(home, registry, "paper", {"status/paper", "2"}, now, &repeated_in));
  later();
  page("notes", 3, {original(text), repeat("8"), repeat("9")});
  EXPECT_THAT(rows(home, "SELECT key FROM record ORDER BY key"), ElementsAre("1", "8", "9"));
  expect_gone();
}

}  // namespace
}  // namespace locker::store
