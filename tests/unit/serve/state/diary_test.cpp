#include "lib/serve/state/diary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lib/base/error.hpp"
#include "lib/serve/state/object.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/state_file_text.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using nlohmann::json;

using ::testing::HasSubstr;

class DiaryTest : public ::testing::Test {
 protected:
  std::vector<json> entries() const {
    std::istringstream lines(test::text_of(diary.today()));
    std::vector<json> found;
    for (std::string line; std::getline(lines, line);) found.push_back(json::parse(line));
    return found;
  }
  test::TemporaryFolder folder;
  test::ManualClock clock;
  Diary diary{folder.path(), clock, [](std::string text) {
                const auto secret = text.find("secret");
                return secret == std::string::npos ? text : text.replace(secret, 6, "...");
              }};
};

TEST_F(DiaryTest, keeps_as_much_of_a_level_as_any_honest_one_has) {
  const Object text = "hello";
  diary.write("a", &text, std::string(100'000, '['));
  EXPECT_EQ(entries()[0]["level"], std::string(64, '['));
  diary.write("a", &text, Object::array({std::string(100, 'x')}));
  EXPECT_EQ(entries()[1]["level"], "[\"" + std::string(62, 'x'));
}

TEST_F(DiaryTest, keeps_values_as_they_were_sent) {
  for (const char* value :
       {"\"text\"", "\"7\"", "42", "1.5", "true", "null", R"({"b":[1,{"a":null}],"a":"x"})"}) {
    const Object message = Object::parse(value);
    diary.write("a", &message, message);
    const json entry = entries().back();
    EXPECT_EQ(entry["message"], json::parse(value));
    EXPECT_EQ(entry["level"], json::parse(value));
  }
}

TEST_F(DiaryTest, hides_secrets_in_values_and_bounds_them) {
  Object message{{"url", "the secret of it"}};
  diary.write("a", &message, 0);
  EXPECT_EQ(entries()[0]["message"], (json{{"url", "the ... of it"}}));
  message["more"] = std::string(10'000'000, 'x');
  diary.write("a", &message, 0);
  EXPECT_TRUE(entries()[1]["message"].is_string());
  EXPECT_LT(test::text_of(diary.today()).size(), 100'000u);
}

TEST_F(DiaryTest, keeps_a_line_for_each_note_as_2011_did) {
  diary.write("a", "hello");
  const Object text = "important";
  diary.write("b", &text, 2);
  diary.write("c", nullptr, "loud");
  const auto all = entries();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(
      all[0],
      (json{{"timestamp", to_millis(clock.now())}, {"level", 0}, {"message", "hello"}, {"service", "a"}}));
  EXPECT_EQ(all[1]["level"], 2);
  EXPECT_FALSE(all[2].contains("message"));
  EXPECT_EQ(all[2]["level"], "loud");
}

TEST_F(DiaryTest, files_each_day_under_its_month) {
  clock.time = *parse_rfc3339("2026-01-31T12:00:00Z");
  diary.write("a", "January");
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "diary" / "2026" / "1" / "31.json"));
  clock.time = *parse_rfc3339("2026-02-01T12:00:00Z");
  EXPECT_EQ(test::text_of(diary.today()), "");
  diary.write("a", "February");
  EXPECT_EQ(entries().size(), 1u);
}

TEST_F(DiaryTest, has_a_log_beside_it) {
  diary.log("a", "runs with a secret");
  EXPECT_EQ(test::text_of(diary.today()), "");
  diary.write("a", "noted");
  const auto line = json::parse(test::text_of(diary.log_of_today()));
  EXPECT_EQ(line["message"], "runs with a ...");
  EXPECT_EQ(line["service"], "a");
  EXPECT_EQ(entries().size(), 1u);
}

TEST_F(DiaryTest, is_readable_whatever_was_written) {
  diary.write("a", "line\nbreak \"quoted\" \xff\xfe");
  diary.write("b", "the secret of it");
  const auto all = entries();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0]["message"].get<std::string>().starts_with("line\nbreak \"quoted\" "));
  EXPECT_EQ(all[1]["message"], "the ... of it");
  diary.write("c", std::string(10'000'000, 'x'));
  EXPECT_LT(test::text_of(diary.today()).size(), 100'000u);
}

TEST_F(DiaryTest, takes_entries_while_it_is_read_which_that_reader_does_not_see) {
  diary.write("a", std::string(60'000, 'x'));
  auto reader = diary.today();
  std::string read(reader.next());
  diary.write("a", "later");
  for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) read += piece;
  EXPECT_EQ(json::parse(read)["message"], std::string(60'000, 'x'));
  EXPECT_EQ(entries().size(), 2u);
}

TEST_F(DiaryTest, takes_16_megabytes_a_day_of_a_service) {
  const Object text = std::string(60'000, 'x');
  const auto fill = [&] {
    int taken = 0;
    for (; taken < 1'000; ++taken) diary.write("a", &text, 0);
    return taken;
  };
  EXPECT_THROW(fill(), Error);
  const auto size = test::text_of(diary.today()).size();
  EXPECT_GT(size, 16'000'000u);
  EXPECT_LT(size, 17'000'000u);
  const Object word = "short";
  try {
    diary.write("a", &word, 0);
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::rate_limit);
    EXPECT_THAT(error.what(), HasSubstr("a has filled its share of today's diary"));
  }
  diary.write("b", &word, 0);
  diary.write("a", "core notes something about it");
  const auto all = entries();
  int notes = 0;
  for (const auto& one : all) notes += one["service"] == "core" ? 1 : 0;
  EXPECT_EQ(notes, 1) << "that entries are missing";
  EXPECT_EQ(all[all.size() - 2]["service"], "b");
  EXPECT_EQ(all.back()["message"], "core notes something about it");
  clock.time += std::chrono::hours(24);
  diary.write("a", &word, 0);
  EXPECT_EQ(entries().size(), 1u);
}

}  // namespace
}  // namespace locker::serve
