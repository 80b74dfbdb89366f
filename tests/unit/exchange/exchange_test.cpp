#include "lib/store/exchange.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "lib/base/error.hpp"
#include "lib/exchange/book.hpp"
#include "lib/exchange/folder.hpp"
#include "lib/exchange/html_text.hpp"
#include "lib/exchange/lines.hpp"
#include "lib/exchange/link.hpp"
#include "lib/exchange/restore.hpp"
#include "lib/store/write/forget.hpp"
#include "lib/store/write/verify.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::exchange {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// An archive with everything that is hard to export: edits, two shapes, line breaks, unusual numbers,
/// aliases, parts, and records that were deleted, un-starred or forgotten.
class Exchange : public test::StoreFixture {
 protected:
  Exchange() {
    auto first = note("1", R"({"id":"1","n":1.0e+2,"big":12345678901234567890,"t":"\u00e9\ud83d\ude00"})",
                      "\xc3\xa9 \"quoted\" \\ back\nline \x01");
    first.parts = {{"media", "m1", keep.emplace_back(R"({"key":"m1"})")}};
    first.aliases = {"1a"};
    first.people = {{"7", "jo", "Jo"}};
    page("notes", 1, {first, note("2", "{\n  \"id\": \"2\"\r\n}", "two")});
    page("stars", 1, {note("2", "{\n  \"id\": \"2\"\r\n}", "two"), note("3", R"({"id":"3"})", "three")});
    later();
    auto edited = note("1", R"({"id":"1","n":2})", "changed");
    edited.reply_to = "2";
    edited.conversation = "2";
    page("notes", 1, {edited});
    see({note("3", R"({"id":"3","brief":true})", "three in brief", "brief"),
         note("4", R"({"id":"4"})", "gone")});
    page("stars", 2, {note("3", R"({"id":"3"})", "three")});
    end_walk("stars", 2, {.unbroken = true});
    auto begun = begin("notes", 1);
    begun.remove_records({{"status/paper", "3"}});
    begun.commit();
    store::forget_record(home, registry, "paper", {"status/paper", "4"}, now);
    writer.reset();
  }

  std::string lines() const { return lines_of(home); }
  std::string lines_of(const Home& from) const {
    std::string text;
    DigestedOutput output([&text](std::string_view block) { text += block; });
    (void)write_lines(store::Database::open_for_reading(from), registry, output, "2026-01-01T00:00:00Z",
                      [](auto) {});
    output.flush();
    return text;
  }
  Restored restore_from(const std::string& text) {
    std::istringstream stream(text);
    return restore(other, registry, stream, {}, [](auto) {}, {});
  }
  std::string dump_of(const Home& of) const {
    std::string text;
    store::dump(store::Database::open_for_reading(of),
                [&](std::string_view line) { text.append(line) += '\n'; });
    return text;
  }
  void expect_refused(const std::string& text, ErrorKind kind = ErrorKind::internal) {
    try {
      restore_from(text);
      ADD_FAILURE() << "restored";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind) << error.what();
    }
    EXPECT_FALSE(fs::exists(other.root()));
  }

  fs::path settings_file() const { return home.account("paper") / "me.json"; }
  std::ofstream settings() const {
    home.create_account("paper");
    return std::ofstream(settings_file());
  }
  std::string trouble() const {
    try {
      return "none: " + lines().substr(0, 300);
    } catch (const Error& error) {
      return std::string(error.what()) + "; " + error.hint();
    }
  }

  Home other{folder.path() / "other"};
};

TEST_F(Exchange, goes_out_and_comes_back_the_same) {
  const auto restored = restore_from(lines());
  EXPECT_EQ(restored.records, 3);
  EXPECT_EQ(dump_of(other), dump_of(home));
  EXPECT_EQ(lines_of(other), lines());
  EXPECT_TRUE(store::verify(store::Database::open_for_writing(other), {}).problems.empty());
}

TEST_F(Exchange, of_a_restored_archive_finds_and_refuses_as_before) {
  restore_from(lines());
  EXPECT_THAT(test::rows(other, "SELECT count(*) FROM search WHERE search MATCH 'changed'"),
              ::testing::ElementsAre("1"));
  store::Writer into(other, registry);
  auto begun = into.begin_page("paper", {"notes", ""}, 1, 0, now, now);
  (void)begun.store({note("4", R"({"id":"4"})", "gone")}, {});
  begun.commit();
  EXPECT_THAT(test::rows(other, "SELECT count(*) FROM record WHERE key = '4'"), ::testing::ElementsAre("0"));
}

TEST_F(Exchange, has_one_json_object_a_line_with_what_was_sent_as_it_was_spelled) {
  std::istringstream stream(lines());
  std::map<std::string, int> kinds;
  for (std::string line; std::getline(stream, line);) {
    const auto object = json::parse(line);
    ++kinds[object["kind"].get<std::string>()];
    if (object["kind"] == "record" && object["id"] == "2") {
      EXPECT_EQ(object["raw_text"], "{\n  \"id\": \"2\"\r\n}");
    }
  }
  EXPECT_EQ(kinds["record"], 3);
  EXPECT_EQ(kinds["end"], 1);
  EXPECT_THAT(
      lines(),
      HasSubstr(R"("raw":{"id":"1","n":1.0e+2,"big":12345678901234567890,"t":"\u00e9\ud83d\ude00"})"));
  EXPECT_THAT(lines(), Not(HasSubstr("gone")));
}

TEST_F(Exchange, has_what_a_person_chose_as_it_is_spelled) {
  settings() << "{\"streams\": [\"notes\"],\n \"n\": 1.0e+2}\n";
  EXPECT_THAT(
      lines(),
      HasSubstr(R"({"kind":"settings","account":"paper","settings":{"streams":["notes"],"n":1.0e+2}})"));
}

TEST_F(Exchange, says_which_choices_cannot_be_read_and_what_to_do) {
  settings() << '{' << std::string(2 << 20, ' ') << '}';
  EXPECT_THAT(trouble(),
              AllOf(HasSubstr("Me/paper/me.json"), HasSubstr("longer than 1 MB"), HasSubstr("move it away")));
  settings() << "{\"streams\": [";
  EXPECT_THAT(trouble(), HasSubstr("no readable JSON object"));
  fs::remove(settings_file());
  ASSERT_EQ(mkfifo(settings_file().c_str(), S_IRUSR | S_IWUSR), 0);
  EXPECT_THAT(trouble(), HasSubstr("is no regular file"));
}

TEST_F(Exchange, takes_a_marker_of_something_else_for_none) {
  for (const char* marker : {R"({"kind":5})", "[", R"({"kind":"other"})"}) {
    const fs::path target = folder.path() / "filled";
    fs::create_directories(target);
    std::ofstream(target / "locker-export.json") << marker;
    EXPECT_THROW(Folder{target}, Error) << marker;
  }
}

TEST_F(Exchange, that_is_cut_anywhere_is_refused_whole) {
  const std::string all = lines();
  for (std::size_t size = 0; size < all.size() - 1; size += 97) expect_refused(all.substr(0, size));
}

TEST_F(Exchange, that_was_changed_is_refused) {
  std::string text = lines();
  text.replace(text.find("1.0e+2"), 6, "1.0e+3");
  expect_refused(text);
  text = lines();
  text.erase(text.find("{\"kind\":\"membership\""), text.find('\n', text.find("{\"kind\":\"membership\"")) -
                                                        text.find("{\"kind\":\"membership\"") + 1);
  expect_refused(text);
  expect_refused(lines() + "{\"kind\":\"record\"}\n");
}

/// Changes outside the raw bytes, which have digests of their own.
TEST_F(Exchange, in_which_anything_else_was_changed_is_refused) {
  for (const auto& [before, after] : {std::pair("\"action\":\"new\"", "\"action\":\"delete\""),
                                      std::pair("\"text\":\"", "\"text\":\"forged ")}) {
    std::string text = lines();
    ASSERT_NE(text.find(before), std::string::npos) << before;
    expect_refused(text.replace(text.find(before), std::strlen(before), after));
  }
}

TEST_F(Exchange, of_before_there_was_a_digest_of_it_all_is_restored) {
  std::string text = lines();
  const auto digest = text.find(",\"sha256\"", text.rfind("{\"kind\":\"end\""));
  ASSERT_NE(digest, std::string::npos);
  EXPECT_EQ(restore_from(text.erase(digest, text.rfind('}') - digest)).records, 3);
}

TEST_F(Exchange, in_which_bytes_are_not_spelled_in_pairs_of_digits_is_refused) {
  std::string text = lines();
  const auto digest = text.find(",\"sha256\"", text.rfind("{\"kind\":\"end\""));
  text.erase(digest, text.rfind('}') - digest);  // which would be detected first
  const std::string name = "\"salt\":\"";
  const auto begin = text.find(name) + name.size();
  ASSERT_GT(begin, name.size());
  std::string odd = text, foreign = text;
  expect_refused(odd.erase(begin, 1));
  expect_refused(foreign.replace(begin, 1, "x"));
}

TEST_F(Exchange, carries_every_column_of_every_table_but_those_it_says_it_does_not) {
  // Each archive builds its own full-text index and compression dictionaries. A column that is added to the
  // schema but missing in the exchange format would be lost.
  const std::set<std::string> left_out{"validator", "charged", "meta", "entry", "dictionary"};
  std::map<std::string, std::string> columns;
  for (const auto& kind : store::exchange_kinds())
    for (const std::string insert : kind.inserts) {
      const auto begin = insert.find('(');
      if (!insert.starts_with("INSERT INTO ")) continue;
      columns[insert.substr(12, begin - 12)] =
          ", " + insert.substr(begin + 1, insert.find(')') - begin - 1) + ",";
    }
  for (const auto& row : test::rows(home,
                                    "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c"
                                    " WHERE m.type = 'table' AND m.name NOT LIKE 'search%'"
                                    " AND m.name NOT LIKE 'sqlite%'")) {
    const std::string table = row.substr(0, row.find('|')), column = row.substr(row.find('|') + 1);
    if (left_out.contains(table) || row == "version|dictionary") continue;
    EXPECT_THAT(columns[table], HasSubstr(" " + column + ",")) << table;
  }
}

TEST_F(Exchange, of_a_newer_program_is_refused) {
  std::string text = lines();
  text.replace(text.find("\"format\":1"), 10, "\"format\":9");
  expect_refused(text, ErrorKind::usage);
}

TEST_F(Exchange, is_not_restored_over_a_locker) {
  restore_from(lines());
  EXPECT_THROW(restore_from(lines()), Error);
  EXPECT_EQ(dump_of(other), dump_of(home));
}

TEST_F(Exchange, with_a_path_that_leads_elsewhere_is_refused) {
  std::string text = lines();
  const std::string file =
      R"({"kind":"file","account":"paper","path":"../../evil","size":1,"sha256":"00","number":1})";
  const auto end = text.rfind("{\"kind\":\"end\"");
  const auto count = std::count(text.begin(), text.end(), '\n') + 1;
  expect_refused(text.substr(0, end) + file + "\n{\"kind\":\"end\",\"lines\":" + std::to_string(count) +
                 "}\n");
}

TEST_F(Exchange, as_pages_shows_texts_as_nothing_but_text) {
  store::Writer into(home, registry);
  auto evil =
      note("5", R"({"id":"5"})", "<script>alert(1)</script> https://a.example/?x=1&y=\"2 end. javascript:x");
  auto begun = into.begin_page("paper", {"notes", ""}, 1, 0, now, now);
  (void)begun.store({evil}, {{"status/paper", "5"}});
  begun.commit();
  const auto target = folder.path() / "pages";
  fs::create_directory(target);
  const auto pages = make_html_pages(target, true);
  EXPECT_EQ(write_book(
                store::Database::open_for_reading(home), registry, *pages,
                [](auto, const auto&) { return std::vector<media::Found>(); }, [](auto) {}, {}),
            3);
  std::ifstream file(target / "pages/paper/2026-09.html");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(page, HasSubstr("href=\"https://a.example/?x=1&amp;y=\""));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_TRUE(fs::exists(target / "index.html"));
  EXPECT_TRUE(fs::exists(target / "search/paper-2026.js"));
}

TEST(ExportFolder, of_somebody_else_is_left_alone) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "letter.txt") << "dear";
  EXPECT_THROW(Folder{folder.path()}, Error);
  EXPECT_TRUE(fs::exists(folder.path() / "letter.txt"));
}

TEST(ExportFolder, of_an_earlier_export_is_replaced_when_the_new_one_is_whole) {
  const test::TemporaryFolder folder;
  const fs::path target = folder.path() / "export";
  {
    Folder first(target);
    std::ofstream(first.work() / "old.html") << "old";
    first.finish("html", "2026-01-01T00:00:00Z");
  }
  {
    Folder interrupted(target);
    std::ofstream(interrupted.work() / "half.html") << "half";
  }
  EXPECT_TRUE(fs::exists(target / "old.html"));
  EXPECT_FALSE(fs::exists(target / "half.html"));
  std::ofstream(target / "mine.txt") << "kept";
  {
    Folder second(target);
    std::ofstream(second.work() / "new.html") << "new";
    second.finish("html", "2026-01-02T00:00:00Z");
  }
  EXPECT_FALSE(fs::exists(target / "old.html"));
  EXPECT_TRUE(fs::exists(target / "new.html"));
  EXPECT_TRUE(fs::exists(target / "mine.txt"));
}

TEST(Links, lead_to_the_web_or_nowhere) {
  EXPECT_EQ(web_link("https://a.example/x?y=1#z"), "https://a.example/x?y=1#z");
  for (const char* address : {"javascript:alert(1)", "data:text/html,x", "https://a.example/\" onload=x",
                              "https://a.example/<b>", "https://a.example/\nx", "//a.example", ""})
    EXPECT_EQ(web_link(address), "") << address;
  EXPECT_EQ(media_link("Me/twitter/media/2024/a.jpg"), "media/twitter/2024/a.jpg");
  std::string html;
  append_html_with_links(html, "see https://a.example/b, and <i>");
  EXPECT_EQ(html,
            "see <a rel=\"noreferrer noopener\" href=\"https://a.example/b\">https://a.example/b</a>, and "
            "&lt;i&gt;");
}

}  // namespace
}  // namespace locker::exchange
