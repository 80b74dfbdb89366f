#include "connectors/twitter/export_names.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "lib/store/own_names.hpp"

namespace locker::connectors::twitter {
const connector::Descriptor& facts();

namespace {

using Json = nlohmann::json;

/// Returns a post's JSON as it is displayed.
Json displayed(const Json& post) {
  const connector::Registry registry({&facts()});
  const auto sql = store::own_names_sql(
      registry, {.type = "'status/twitter'", .json = "?1", .time = "?2", .author = "'7'"});
  SQLite::Database database(":memory:");
  SQLite::Statement row(database, "SELECT " + sql);
  row.bind(1, post.dump());
  row.bind(2, std::int64_t{1'616'331'202'000});
  EXPECT_TRUE(row.executeStep());
  return Json::parse(row.getColumn(0).getString());
}

Json field(const Json& post, const char* pointer) {
  return displayed(post).value(Json::json_pointer(pointer), Json());
}

const Json kExported{{"id_str", "20"},
                     {"full_text", "cut"},
                     {"possibly_sensitive", true},
                     {"in_reply_to_user_id_str", "5"},
                     {"source", R"(<a href="https://app.example">Old App</a>)"},
                     {"favorite_count", "3"},
                     {"geo", nullptr},
                     {"entities", {{"symbols", {{{"text", "BREAD"}, {"indices", {"0", "6"}}}}}}}};

TEST(ExportNames, stand_where_the_service_itself_says_nothing) {
  const Json both{{"id", "20"}, {"text", "whole"}, {"lang", "en"}, {"tweet", kExported}};
  EXPECT_EQ(field(both, "/text"), "whole");
  EXPECT_EQ(field(both, "/lang"), "en");
  EXPECT_EQ(field(both, "/possibly_sensitive"), true);
  EXPECT_EQ(field(both, "/in_reply_to_user_id"), "5");
  EXPECT_EQ(field(both, "/source"), "Old App");
  EXPECT_EQ(field(both, "/entities/cashtags/0/tag"), "BREAD");
  EXPECT_EQ(field(both, "/public_metrics/like_count"), 3);
  EXPECT_EQ(displayed(both)["tweet"], kExported);
}

TEST(ExportNames, of_lists_and_objects_give_way_to_what_the_service_says) {
  const Json both{{"id", "20"},
                  {"possibly_sensitive", false},
                  {"public_metrics", {{"like_count", 9}}},
                  {"entities", {{"cashtags", {{{"tag", "TEA"}}}}, {"urls", Json::array()}}},
                  {"tweet", kExported}};
  EXPECT_EQ(field(both, "/possibly_sensitive"), false);
  EXPECT_EQ(field(both, "/public_metrics/like_count"), 9);
  EXPECT_EQ(field(both, "/entities/cashtags"), (Json{{{"tag", "TEA"}}}));
  EXPECT_EQ(field(both, "/entities/urls"), Json::array());
}

TEST(ExportNames, stand_in_for_null_and_take_nothing_away_by_it) {
  const Json both{{"id", "20"},     {"source", nullptr}, {"entities", nullptr},
                  {"geo", nullptr}, {"lang", "en"},      {"tweet", kExported}};
  const Json now = displayed(both);
  EXPECT_EQ(now["source"], "Old App");
  EXPECT_EQ(now["entities"]["cashtags"][0]["tag"], "BREAD");
  EXPECT_EQ(now["lang"], "en");
  EXPECT_TRUE(now.contains("geo") && now["geo"].is_null()) << now;
  EXPECT_TRUE(now["tweet"].contains("geo")) << now;
}

/// In posts from before 2020, a field that both forms have is under one name, with the API's value.
TEST(ExportNames, of_what_has_no_wrapper_are_read_beside_the_services_own) {
  Json both = kExported;
  both.update(Json{{"id", "20"}, {"author_id", "7"}, {"text", "whole"}});
  EXPECT_EQ(field(both, "/text"), "whole");
  EXPECT_EQ(field(both, "/source"), "Old App");
  EXPECT_EQ(field(both, "/in_reply_to_user_id"), "5");
  EXPECT_EQ(field(both, "/public_metrics/like_count"), 3);
  both["source"] = "New App";
  EXPECT_EQ(field(both, "/source"), "New App");
  EXPECT_EQ(field(kExported, "/text"), "cut");
  EXPECT_EQ(field(kExported, "/source"), "Old App");
}

TEST(ExportNames, leave_alone_what_no_export_told) {
  const Json post{{"id", "20"}, {"author_id", "7"}, {"text", "whole"}};
  EXPECT_EQ(displayed(post), post);
}

}  // namespace
}  // namespace locker::connectors::twitter
