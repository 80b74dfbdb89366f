#include "lib/rows/record_field.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "lib/rows/change_field.hpp"

namespace locker::rows {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

constexpr const char* kOfEveryRecord[] = {"account", "type", "id",      "time",  "text", "name",
                                          "author",  "url",  "deleted", "media", "json"};

json as_value(const Cell& cell) {
  std::string out;
  append_json(out, cell);
  return json::parse(out);
}

class Fields : public ::testing::Test {
 protected:
  Fields() {
    type.name = "issue/paper";
    type.address_field = "html_url";
    row.account = "paper";
    row.type = type.name;
    row.id = "7";
    row.json = R"({"id":7,"html_url":"https://paper.example/anna/1","labels":["a"]})";
    row.member = R"({"id":1,"starred_at":"2026-01-01T00:00:00Z"})";
    row.facts = &type;
  }
  json field(const std::string& name) const { return as_value(RecordField(name).of(row)); }

  connector::Type type;
  store::QueryRow row;
};

TEST_F(Fields, what_is_not_known_of_a_record_is_null) {
  for (const char* name : {"time", "text", "name", "author"}) EXPECT_TRUE(field(name).is_null()) << name;
  EXPECT_EQ(field("deleted"), false);
  EXPECT_EQ(field("media"), json::array());
}

TEST_F(Fields, time_is_rfc_3339_in_utc) {
  row.time = from_millis(1'795'197'845'000);
  EXPECT_EQ(field("time"), "2026-11-20T18:04:05Z");
}

TEST_F(Fields, any_other_name_leads_into_the_record_and_then_into_what_is_said_of_it_as_a_member) {
  EXPECT_EQ(field("labels.0"), "a");
  EXPECT_EQ(field("starred_at"), "2026-01-01T00:00:00Z");
  row.json = R"({"starred_at":"its own"})";
  EXPECT_EQ(field("starred_at"), "its own");
}

TEST_F(Fields, the_whole_record_comes_in_one_line_with_its_own_spelling) {
  row.json = "{\n  \"n\": 1.50,\n  \"t\": \"two  words\"\n}";
  EXPECT_EQ(plain(RecordField("json").of(row)), R"({"n":1.50,"t":"two  words"})");
}

TEST_F(Fields, a_field_that_does_not_need_the_json_is_the_same_without_it) {
  store::QueryRow bare = row;
  bare.json = {};
  for (const std::string name : kOfEveryRecord) {
    const RecordField field(name);
    if (!field.needs_json()) {
      EXPECT_EQ(as_value(field.of(row)), as_value(field.of(bare))) << name;
    }
  }
  EXPECT_TRUE(RecordField("labels.0").needs_json());
  EXPECT_FALSE(RecordField("text").needs_json()) << "what nobody asks for costs nothing";
}

TEST_F(Fields, a_medium_without_a_file_says_so_by_null) {
  store::ShownMedium kept{"photo", "https://p.example/\"1\"", "a dog", "fetched", "Me/paper/media/1.jpg", 12,
                          "ab"};
  store::ShownMedium missing;
  missing.kind = "video";
  row.media = {kept, missing};
  EXPECT_TRUE(RecordField("media").needs_media());
  EXPECT_EQ(field("media"), (json{{{"kind", "photo"},
                                   {"path", "Me/paper/media/1.jpg"},
                                   {"size", 12},
                                   {"sha256", "ab"},
                                   {"alt", "a dog"},
                                   {"url", "https://p.example/\"1\""},
                                   {"source", "fetched"}},
                                  {{"kind", "video"},
                                   {"path", nullptr},
                                   {"size", nullptr},
                                   {"sha256", nullptr},
                                   {"alt", nullptr},
                                   {"url", nullptr},
                                   {"source", nullptr}}}));
}

TEST(ChangeFields, stand_in_the_order_that_is_promised) {
  std::vector<std::string> names;
  for (const auto& field : change_fields()) names.emplace_back(field.name);
  EXPECT_THAT(names, ElementsAre("seq", "time", "action", "account", "type", "id", "stream"));
}

TEST(ChangeFields, of_what_was_forgotten_and_of_a_version_that_changed_nothing_the_rest_is_null) {
  store::Change change;
  change.time = from_millis(1'795'197'845'000);
  change.action = "forget";
  change.account = "paper";
  json values;
  for (const auto& field : change_fields()) values.push_back(as_value(field.cell(change)));
  EXPECT_EQ(values, (json{nullptr, "2026-11-20T18:04:05Z", "forget", "paper", nullptr, nullptr, nullptr}));
}

TEST(ChangeDetail, is_json_whatever_a_service_said) {
  store::ChangeDetail detail;
  detail.source = "archive \"2024\"";
  detail.text_before = "a\nb\xFF";
  detail.fields = {{"n", "1.50", std::nullopt}, {"media 3 \"k\".x", std::nullopt, "{\"a\":[]}"}};
  EXPECT_EQ(
      json::parse(as_json(detail).text),
      (json{{"source", "archive \"2024\""},
            {"text", {{"before", "a\nb\xEF\xBF\xBD"}, {"after", nullptr}}},
            {"fields",
             {{{"field", "n"}, {"before", 1.5}, {"after", nullptr}},
              {{"field", "media 3 \"k\".x"}, {"before", nullptr}, {"after", {{"a", json::array()}}}}}}}));
  EXPECT_NE(as_json(detail).text.find("1.50"), std::string::npos) << "as it is spelled";
}

}  // namespace
}  // namespace locker::rows
