#include "tests/integration/import_fixture.hpp"

namespace locker::test {
namespace {

/// Posts that both the stand-in service and an archive contain.
class TwoSources : public Import {
 protected:
  void SetUp() override {
    sandbox::Settings settings;
    settings.sizes.posts = 40;
    start(settings);
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "tweets"});
    owner_ = one("SELECT id FROM records WHERE type = 'profile/twitter'");
    handle_ = one("SELECT substr(name, 2) FROM records WHERE type = 'profile/twitter'");
    json also = json::array();
    for (const auto& id : truth_by_chain("tweets")) {
      const json post = question("object/tweets/" + id);
      if (post.contains("note_tweet") || post.contains("attachments")) continue;
      also.push_back({id, post["text"], json{{"favorite_count", "999"}}});
      both_.push_back(id);
    }
    std::ofstream(folder.path() / "also.json") << also.dump();
    make("a.zip", {"--posts", "3", "--owner", owner_, "--handle", handle_, "--also", path("also.json")});
  }

  std::string owner_, handle_;
  Words both_;
};

TEST_F(TwoSources, make_one_record_whichever_comes_first) {
  const auto look = [&] {
    std::map<std::string, std::string> all;
    for (const auto& id : both_)
      all[id] = locker({"query", "--format", "jsonl", "--sql",
                        "SELECT id, text, time, author, state, json FROM records WHERE id = '" + id + "'"})
                    .out;
    return all;
  };
  const auto api_alone = rows({"--stream", "tweets", "--all"});
  expect_import({"a.zip"});
  const auto api_first = look();
  EXPECT_EQ(one("SELECT count(*) FROM changes WHERE action = 'update'"), "0");
  begin_anew();
  expect_import({"a.zip"});
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "tweets", "--full"});
  const auto archive_first = look();
  EXPECT_EQ(one("SELECT count(*) FROM changes c WHERE action = 'update' AND 2 > (SELECT count(DISTINCT"
                " coalesce(text, name)) FROM versions v WHERE v.type = c.type AND v.id = c.id)"),
            "0")
      << "an update where nothing is read otherwise";
  ASSERT_GE(both_.size(), 10U);
  for (const auto& id : both_) {
    EXPECT_EQ(api_first.at(id), archive_first.at(id)) << id;
    EXPECT_EQ(rows({"--stream", "tweets", "--all"}).at(id)["text"], api_alone.at(id)["text"]);
    EXPECT_EQ(one("SELECT count(DISTINCT source) FROM versions WHERE id = '" + id + "'"), "2") << id;
  }
}

TEST_F(TwoSources, a_sync_after_a_whole_archive_asks_for_newer_posts_only) {
  begin_anew();
  expect_import({"a.zip"});
  ASSERT_EQ(sign_in().code, 0);
  const std::string written = order("post", {{"text", "after the archive"}})["id"];
  const json summary = sync({"--only", "tweets"});
  EXPECT_EQ(summary["streams"]["twitter:tweets"]["add"].get<int>(), 1) << summary;
  EXPECT_EQ(rows({"--stream", "tweets", "--all"}).count(written), 1U);
  const Outcome status = locker({"status"});
  EXPECT_NE(status.out.find("(archive 2024-05-01, then API)"), std::string::npos) << status.out;
}

TEST_F(TwoSources, stand_in_a_state_from_the_change_that_brought_them) {
  const std::string id = both_.front(), text = rows({"--all"}).at(id)["text"];
  const auto text_now = [&](const Words& when) {
    Words words{"--all", "--type", "status"};
    words.insert(words.end(), when.begin(), when.end());
    return rows(words).at(id)["text"].get<std::string>();
  };
  const std::string longer = text + ", and zeppelins";
  std::ofstream(folder.path() / "longer.json") << json{{id, longer, json::object()}}.dump();
  for (const std::string made : {"2024-05-01T00:00:00.000Z", "2099-05-01T00:00:00.000Z"}) {
    begin_anew();
    ASSERT_EQ(sign_in().code, 0);
    sync({"--only", "tweets"});
    const std::string before = one("SELECT max(time) FROM changes");
    make("longer.zip", {"--posts", "3", "--owner", owner_, "--handle", handle_, "--made", made, "--also",
                        path("longer.json")});
    expect_import({"longer.zip"});
    EXPECT_EQ(text_now({}), longer);
    EXPECT_EQ(text_now({"--as-of", "now"}), longer);
    EXPECT_EQ(text_now({"--as-of", before}), text) << made;
    EXPECT_EQ(query({"zeppelins", "--as-of", before}).size(), 0U) << made;
    EXPECT_EQ(query({"zeppelins"}).size(), 1U);
    const auto forms = locker({"query", "--raw", "--all", "--source-of", "all", "--as-of", before}).out;
    EXPECT_EQ(forms.find("zeppelins"), std::string::npos) << made;
    EXPECT_EQ(one("SELECT count(*) FROM changes WHERE action = 'update'"), made < "2025" ? "0" : "1");
  }
}

TEST_F(TwoSources, keep_what_only_one_of_them_says_whichever_comes_first) {
  const std::string id = both_.front(), app = R"(<a href="https://app.example">Old App</a>)";
  const json symbols = {{{"text", "BREAD"}, {"indices", {"0", "6"}}}};
  const json told{{"possibly_sensitive", true},
                  {"in_reply_to_user_id_str", "5"},
                  {"in_reply_to_status_id_str", "1305130497331957000"},
                  {"source", app},
                  {"entities", {{"symbols", symbols}}}};
  std::ofstream(folder.path() / "told.json")
      << json{{id, question("object/tweets/" + id)["text"], told}}.dump();
  make("told.zip", {"--posts", "3", "--owner", owner_, "--handle", handle_, "--also", path("told.json")});
  const std::string names =
      "id,possibly_sensitive,in_reply_to_user_id,referenced_tweets.0.id,entities.cashtags.0.tag,source,text,"
      "created_at,public_metrics.like_count";
  const auto look = [&] { return rows({"--all", "--type", "status", "--fields", names}).at(id); };
  const auto raw = [&] { return locker({"query", "--raw", "--all", "--type", "status"}).out; };
  const json api = look();
  const std::string sent = raw();
  expect_import({"told.zip"});
  const json api_first = look();
  EXPECT_NE(raw().find(sent.substr(0, sent.find('\n'))), std::string::npos);
  begin_anew();
  expect_import({"told.zip"});
  const json archive = look();
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "tweets", "--full"});
  EXPECT_EQ(look(), api_first);
  EXPECT_EQ(archive["source"], "Old App");
  EXPECT_EQ(archive["entities.cashtags.0.tag"], "BREAD");
  for (const auto& [name, value] : api_first.items()) {
    EXPECT_EQ(value, api[name].is_null() ? archive[name] : api[name]) << name;
    EXPECT_FALSE(value.is_null()) << name;
  }
}

TEST_F(TwoSources, make_one_member_of_a_long_post_whose_text_came_first) {
  const std::string id = both_.front();
  const json post = question("object/tweets/" + id);
  const std::string text = post["text"].get<std::string>() + " and more";
  const json note{{"noteTweetId", "1650000000000000001"},
                  {"createdAt", post["created_at"]},
                  {"core", {{"text", text}, {"urls", json::array()}}}};
  std::ofstream(path("note-tweet.js")) << "x = " << json::array({json{{"noteTweet", note}}}).dump();
  begin_anew();
  make("none.zip", {"--posts", "0", "--owner", owner_, "--handle", handle_});
  expect_import({"none.zip"});
  expect_import({"note-tweet.js"});
  ASSERT_EQ(sign_in().code, 0);
  sync({"--only", "tweets"});
  expect_import({"note-tweet.js"});
  expect_import({"a.zip"});
  const auto own = members("tweets");
  EXPECT_EQ(std::ranges::count(own, "1650000000000000001"), 0);
  EXPECT_EQ(std::ranges::count(own, id), 1);
  EXPECT_EQ(locker({"verify"}).code, 0) << locker({"verify"}).out;
  EXPECT_NE(history({"twitter:" + id, "--diff"}).size(), 0U);
}

TEST_F(TwoSources, end_alike_where_a_list_was_told_to_its_end_after_the_archive_was_made) {
  for (const std::string count : {"3", "60"}) {
    make("lists.zip",
         {"--posts", "3", "--likes", count, "--people", count, "--owner", owner_, "--handle", handle_});
    const Words lists{"--only", "likes,followers,following"};
    const auto look = [&] {
      const std::string current =
          "SELECT group_concat(stream || ' ' || id || (ended IS NULL), ',') FROM"
          " (SELECT * FROM memberships WHERE stream IN ('likes', 'followers', 'following')"
          " ORDER BY stream, id)";
      return std::pair(one(current),
                       one("SELECT group_concat(gap, ',') FROM streams WHERE stream <> 'tweets'"));
    };
    begin_anew();
    expect_import({"lists.zip"});
    const auto from_archive = members("followers");
    ASSERT_EQ(sign_in().code, 0);
    sync(lists, count == "3" ? 0 : 3);
    const auto import_first = look();
    begin_anew();
    ASSERT_EQ(sign_in().code, 0);
    sync(lists);
    const auto listed = members("followers");
    expect_import({"lists.zip"});
    EXPECT_EQ(look(), import_first) << count;
    EXPECT_EQ(members("followers") == listed, count == "3") << "more than half are kept";
    const auto changes = history({"--after", "0"}).size();
    expect_import({"lists.zip"});
    EXPECT_EQ(history({"--after", "0"}).size(), changes);
    EXPECT_EQ(locker({"verify"}).code, 0);
    EXPECT_EQ(from_archive.size(), std::stoul(count));
  }
}

TEST_F(TwoSources, an_import_never_touches_the_network) {
  const int before = requests();
  expect_import({"a.zip"});
  EXPECT_EQ(requests(), before);
}

}  // namespace
}  // namespace locker::test
