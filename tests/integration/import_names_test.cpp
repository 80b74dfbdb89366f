#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/integration/import_fixture.hpp"

/// Fields that only the archive contains are found under the API's names.
namespace locker::test {
namespace {

class ImportNames : public Import {
 protected:
  json fields(const std::string& id, const std::string& names) const {
    const json rows = query({"--all", "--fields", "id," + names});
    const auto row = std::ranges::find_if(rows, [&](const json& one) { return one["id"] == id; });
    EXPECT_NE(row, rows.end()) << id;
    json found = row == rows.end() ? json::object() : *row;
    found.erase("id");
    return found;
  }
  std::string id_of(const json& truth, const std::string& text) const {
    for (const auto& [id, shown] : truth["posts"].items())
      if (shown.get<std::string>().starts_with(text)) return id;
    ADD_FAILURE() << text;
    return {};
  }
  /// Reads a view with plain SQLite, as other programs do.
  std::string in_view(const std::string& statement) const {
    SQLite::Database database(home / "locker.db", SQLite::OPEN_READONLY);
    return database.execAndGet(statement).getString();
  }
};

TEST_F(ImportNames, of_a_post_are_those_of_the_api) {
  const json truth = make("a.zip", {"--with", "entities,replies,edits,quotes,reposts"});
  expect_import({"a.zip"});
  const std::string tea = id_of(truth, "Tea & cake");
  EXPECT_EQ(fields(tea, "text,lang,author_id,public_metrics.like_count,possibly_sensitive,source"),
            (json{{"text", "Tea & cake <3 https://example.org/a?b=1&c=2"},
                  {"lang", "en"},
                  {"author_id", "2244994945"},
                  {"public_metrics.like_count", 3},
                  {"possibly_sensitive", nullptr},
                  {"source", "Twitter Web App"}}));
  EXPECT_EQ(fields(tea, "entities.urls.0.expanded_url,entities.urls.0.start"),
            (json{{"entities.urls.0.expanded_url", "https://example.org/a?b=1&c=2"},
                  {"entities.urls.0.start", 10}}));
  const std::string created = fields(tea, "created_at")["created_at"];
  EXPECT_TRUE(created.starts_with("2023-11-14T") && created.ends_with(".000Z")) << created;
  const std::string reply = truth["reply"].begin().key(), target = truth["reply"].begin().value();
  EXPECT_EQ(fields(reply, "referenced_tweets,in_reply_to_user_id"),
            (json{{"referenced_tweets", json::array({{{"type", "replied_to"}, {"id", target}}})},
                  {"in_reply_to_user_id", "2244994945"}}));
  const std::string quote = truth["quote"].begin().key(), quoted = truth["quote"].begin().value();
  EXPECT_EQ(fields(quote, "referenced_tweets")["referenced_tweets"],
            json::array({{{"type", "quoted"}, {"id", quoted}}}));
  EXPECT_EQ(fields(id_of(truth, "RT @somebody"), "referenced_tweets")["referenced_tweets"],
            json::array({{{"type", "retweeted"}}}));
  EXPECT_EQ(fields(tea, "referenced_tweets")["referenced_tweets"], nullptr);
  ASSERT_FALSE(truth.at("chains").empty());
  for (const auto& [first, chain] : truth["chains"].items())
    EXPECT_EQ(fields(first, "edit_history_tweet_ids")["edit_history_tweet_ids"], chain);
}

TEST_F(ImportNames, are_there_for_early_posts_and_for_all_else) {
  const json early = make("early.zip", {"--year", "2018", "--with", "entities"});
  expect_import({"early.zip"});
  const std::string tea = id_of(early, "Tea & cake");
  const json told = fields(tea, "id_str,author_id,created_at,entities.urls.0.url");
  EXPECT_EQ(told["id_str"], tea);
  EXPECT_EQ(told["author_id"], "2244994945");
  EXPECT_EQ(told["entities.urls.0.url"], "https://t.co/abc");
  EXPECT_TRUE(told["created_at"].get<std::string>().ends_with(".000Z")) << told;
  begin_anew();
  const json truth = make("a.zip", {"--with", "notes"});
  expect_import({"a.zip"});
  EXPECT_EQ(fields(truth["likes"][0], "created_at")["created_at"].get<std::string>().size(), 24U);
  const std::string whole = fields(truth["note"]["post"], "note_tweet.text")["note_tweet.text"];
  EXPECT_TRUE(whole.ends_with("https://t.co/far end")) << whole;
  ASSERT_FALSE(truth.at("messages").empty());
  for (const auto& [id, text] : truth["messages"].items())
    EXPECT_EQ(fields(id, "sender_id")["sender_id"], "2244994945") << id;
  EXPECT_EQ(fields("2244994945", "description")["description"], "Bread &amp; boats");
}

TEST_F(ImportNames, stand_in_the_views_and_not_in_what_was_sent) {
  const json truth = make("a.zip", {"--with", "entities"});
  expect_import({"a.zip"});
  const std::string where = " WHERE id = '" + id_of(truth, "Tea & cake") + "'";
  EXPECT_EQ(in_view("SELECT json_extract(json, '$.public_metrics.like_count') FROM tweets" + where), "3");
  EXPECT_EQ(in_view("SELECT json_extract(json, '$.lang') FROM records" + where), "en");
  EXPECT_EQ(in_view("SELECT json_extract(json, '$.tweet.lang') FROM records" + where), "en");
  EXPECT_EQ(in_view("SELECT coalesce(json_extract(raw, '$.lang'), 'not sent') FROM versions" + where),
            "not sent");
  EXPECT_EQ(in_view("SELECT count(*) FROM records WHERE json_valid(json)"),
            in_view("SELECT count(*) FROM records"));
}

}  // namespace
}  // namespace locker::test
