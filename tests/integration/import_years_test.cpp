#include <chrono>

#include "tests/integration/import_fixture.hpp"

/// Archives of several years, or several files of one archive, give the same result as all of them at once.
namespace locker::test {
namespace {

class ImportYears : public Import {
 protected:
  void write(const std::string& name, const json& elements) const {
    std::ofstream(path(name)) << "window.YTD.x.part0 = " << elements.dump();
  }
  /// Changes the text of one like of an unpacked archive; null removes it.
  void change_like(const std::string& folder_name, const std::string& id, const json& text) const {
    const std::string file = folder_name + "/data/like.js";
    const std::string script = text_of(path(file));
    json likes = json::parse(script.substr(script.find('[')));
    for (auto& element : likes) {
      json& like = element["like"];
      if (like["tweetId"] != id) continue;
      if (text.is_null())
        like.erase("fullText");
      else
        like["fullText"] = text;
    }
    write(file, likes);
  }
  /// Returns the versions of a record from any source: when and by which source they were seen, and whether
  /// they are current.
  Words versions(const std::string& where) const {
    return lines_of(locker({"query", "--format", "tsv", "--sql",
                            "SELECT id, shape, observed, looked, source, newest, name, text FROM versions"
                            " WHERE " +
                                where + " ORDER BY id, shape, observed, newest"})
                        .out);
  }
};

TEST_F(ImportYears, call_their_person_as_the_newest_does_whichever_comes_first) {
  const json truth = make("2025.zip", {"--handle", "newname", "--made", "2025-03-01T08:00:00.000Z"});
  make("2023.zip", {"--handle", "midname", "--made", "2023-03-01T08:00:00.000Z"});
  make("2022.zip", {"--handle", "oldname", "--made", "2022-03-01T08:00:00.000Z"});
  const std::string own = truth["posts"].begin().key();
  Words expected;
  for (const Words& order :
       {Words{"2022.zip", "2023.zip", "2025.zip"}, Words{"2025.zip", "2023.zip", "2022.zip"},
        Words{"2023.zip", "2022.zip", "2025.zip"}, Words{"2025.zip", "2022.zip", "2023.zip"}}) {
    begin_anew();
    for (const auto& zip : order) expect_import({zip});
    EXPECT_NE(locker({"status"}).out.find("(@newname)"), std::string::npos) << locker({"status"}).out;
    EXPECT_EQ(rows({"--type", "status", "--all", "--fields", "id,author"}).at(own)["author"], "@newname");
    EXPECT_EQ(one("SELECT name FROM records WHERE type = 'profile/twitter'"), "@newname");
    EXPECT_EQ(locker({"query", "--with", "newname"}).code, 0);
    const Words told = versions("true");
    if (expected.empty()) expected = told;
    EXPECT_EQ(told, expected) << order.front();
    EXPECT_EQ(locker({"verify"}).code, 0);
  }
  begin_anew();
  expect_import({"2023.zip", "2025.zip", "2022.zip"});
  EXPECT_EQ(versions("true"), expected);
}

/// In the newer archive, the older posts are gone.
TEST_F(ImportYears, cover_the_same_time_whichever_comes_first) {
  make("old.zip", {"--made", "2022-03-01T08:00:00.000Z"});
  std::ofstream(path("also")) << json{{"1750000000000000001", "a new one", json::object()}};
  make("new.zip", {"--posts", "0", "--also", path("also"), "--made", "2025-03-01T08:00:00.000Z"});
  for (const auto& order :
       {std::vector<Words>{{"old.zip"}, {"new.zip"}}, std::vector<Words>{{"new.zip"}, {"old.zip"}},
        std::vector<Words>{{"new.zip", "old.zip"}}}) {
    begin_anew();
    for (const auto& zips : order) expect_import(zips);
    const std::string status = locker({"status"}).out;
    EXPECT_NE(status.find("complete 2014-05-13 to 2025-03-01 (archive 2025-03-01)"), std::string::npos)
        << status;
    EXPECT_EQ(status.find("gap in"), std::string::npos) << status;
  }
}

TEST_F(ImportYears, say_of_what_they_all_tell_when_it_was_seen_first) {
  const json truth = make("new.zip", {"--made", "2025-03-01T08:00:00.000Z"});
  make("old.zip", {"--made", "2022-03-01T08:00:00.000Z"});
  expect_import({"new.zip"});
  expect_import({"old.zip"});
  EXPECT_EQ(one("SELECT group_concat(DISTINCT source) FROM versions"), "archive 2022-03-01");
  EXPECT_EQ(one("SELECT count(*) FROM versions WHERE NOT newest"), "0");
  EXPECT_EQ(locker({"verify"}).code, 0);
}

/// The service is read after the older archive was made and before the newer one.
TEST_F(ImportYears, do_not_call_a_person_as_before_once_the_service_has_told_a_newer_name) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  const std::string owner = one("SELECT id FROM records WHERE type = 'profile/twitter'");
  const std::string name = one("SELECT name FROM records WHERE type = 'profile/twitter'");
  make("old.zip", {"--owner", owner, "--handle", "oldname", "--made", "2022-03-01T08:00:00.000Z"});
  expect_import({"old.zip"});
  EXPECT_NE(locker({"status"}).out.find("(" + name + ")"), std::string::npos) << locker({"status"}).out;
}

TEST_F(ImportYears, keep_the_text_of_a_like_that_one_of_them_has) {
  const std::string refusal =
      "You’re unable to view this Post because this account owner limits who can view their Posts. Learn "
      "more";
  const json truth = make("old", {"--made", "2022-03-01T08:00:00.000Z"});
  make("new", {"--made", "2025-03-01T08:00:00.000Z"});
  const std::string gone = truth["likes"][0], refused = truth["likes"][1], deleted = truth["likes"][2];
  change_like("new", gone, nullptr);
  change_like("new", refused, refusal);
  change_like("new", deleted, "This Post was deleted by the Post author. Learn more");
  Words expected;
  for (const Words& order : {Words{"old", "new"}, Words{"new", "old"}}) {
    begin_anew();
    for (const auto& archive : order) expect_import({archive});
    expect_import({order.front()});
    const auto likes = rows({"--stream", "likes"});
    EXPECT_EQ(likes.at(gone)["text"], "liked & kept 0") << order.front();
    EXPECT_EQ(likes.at(refused)["text"], "liked & kept 1") << order.front();
    EXPECT_EQ(likes.at(deleted)["text"], "liked & kept 2") << order.front();
    EXPECT_EQ(one("SELECT group_concat(DISTINCT source) FROM versions WHERE newest AND id IN ('" + gone +
                  "', '" + refused + "')"),
              "archive 2022-03-01");
    EXPECT_EQ(one("SELECT count(*) FROM changes WHERE action = 'update'"), "0") << order.front();
    const Words told = versions("id IN ('" + gone + "', '" + refused + "')");
    if (expected.empty()) expected = told;
    EXPECT_EQ(told, expected);
    EXPECT_EQ(told.size(), 5U);
    EXPECT_EQ(locker({"verify"}).code, 0);
  }
}

/// Long posts, whose whole texts are separate from them.
class ImportNotes : public ImportYears {
 protected:
  static constexpr std::int64_t kTime = 1'688'202'000'000;  // 2023-07-01T09:00:00Z

  static std::string id_at(int second, int number) {
    return std::to_string(((kTime + second * 1000 - 1'288'834'974'657) << 22) + number);
  }
  static json post(int second, int number, const std::string& text) {
    return {{"tweet",
             {{"id_str", id_at(second, number)},
              {"created_at", "Sat Jul 01 09:00:0" + std::to_string(second) + " +0000 2023"},
              {"full_text", text}}}};
  }
  static json note(int second, int number, const std::string& text) {
    return {{"noteTweet",
             {{"noteTweetId", id_at(second, 900 + number)},
              {"createdAt", "2023-07-01T09:00:0" + std::to_string(second) + ".000Z"},
              {"core", {{"text", text}, {"urls", json::array()}}}}}};
  }
  static std::string cut(const std::string& text) { return text.substr(0, 270) + "… https://t.co/a1"; }
  static std::string long_text(const std::string& beginning, const std::string& end) {
    std::string text = beginning;
    while (text.size() < 600) text += " and so on";
    return text + end;
  }

  void expect_texts(const std::map<std::string, std::string>& texts, const std::string& order) const {
    const auto posts = rows({"--type", "status", "--all"});
    for (const auto& [id, text] : texts) EXPECT_EQ(posts.at(id)["text"], text) << id << " " << order;
    EXPECT_EQ(one("SELECT count(*) FROM unjoined"), "0") << order;
    EXPECT_EQ(locker({"verify"}).code, 0);
  }
  void expect_in_any_order(const json& posts, const json& notes,
                           const std::map<std::string, std::string>& texts) const {
    write("tweets.js", posts);
    write("note-tweet.js", notes);
    for (const Words& order : {Words{"tweets.js", "note-tweet.js"}, Words{"note-tweet.js", "tweets.js"}}) {
      begin_anew();
      expect_import({"a.zip"});
      for (const auto& file : order) expect_import({file});
      expect_texts(texts, order.front());
    }
  }
};

TEST_F(ImportNotes, belong_to_the_post_that_they_fit_best_whichever_comes_first) {
  make("a.zip", {"--posts", "0"});
  const std::string whole = long_text("Update: the ferry is late", "END");
  expect_in_any_order({post(1, 2, "Update:"), post(0, 1, cut(whole))}, {note(0, 1, whole)},
                      {{id_at(0, 1), whole}, {id_at(1, 2), "Update:"}});
}

TEST_F(ImportNotes, that_begin_alike_belong_to_the_posts_of_their_very_seconds) {
  make("a.zip", {"--posts", "0"});
  const std::string first = long_text("The same beginning", "FIRST"),
                    second = long_text("The same beginning", "SECOND");
  expect_in_any_order({post(1, 2, cut(second)), post(0, 1, cut(first))},
                      {note(0, 1, first), note(1, 2, second)}, {{id_at(0, 1), first}, {id_at(1, 2), second}});
}

/// A short post of the note's very second, and the long one, which is a second older.
TEST_F(ImportNotes, do_not_belong_to_a_short_post_that_they_begin_with) {
  make("a.zip", {"--posts", "0"});
  const std::string whole = long_text("Good morning everyone", "END");
  expect_in_any_order({post(1, 2, "Good morning"), post(0, 1, cut(whole))}, {note(1, 1, whole)},
                      {{id_at(0, 1), whole}, {id_at(1, 2), "Good morning"}});
}

TEST_F(ImportNotes, belong_to_a_short_post_that_is_all_of_them) {
  make("a.zip", {"--posts", "0"});
  expect_in_any_order({post(0, 1, "Bold https://t.co/a1 words")},
                      {note(0, 1, "Bold https://t.co/b2longer words")},
                      {{id_at(0, 1), "Bold https://t.co/b2longer words"}});
}

TEST_F(ImportNotes, that_begin_alike_in_one_second_belong_to_a_post_each) {
  make("a.zip", {"--posts", "0"});
  const std::string first = long_text("The same beginning", " FIRST"),
                    second = long_text("The same beginning", " SECOND");
  const json posts{post(0, 2, cut(second)), post(0, 1, cut(first))};
  for (const json& notes :
       {json{note(0, 1, first), note(0, 2, second)}, json{note(0, 2, second), note(0, 1, first)}}) {
    expect_in_any_order(posts, notes, {{id_at(0, 1), first}, {id_at(0, 2), second}});
    EXPECT_EQ(query({"SECOND", "--all"}).size(), 1U);
    const std::string before = dump();
    expect_import({"note-tweet.js"});
    EXPECT_EQ(dump(), before);
  }
}

TEST_F(ImportNotes, leave_a_post_its_own_time) {
  make("a.zip", {"--posts", "0"});
  const std::string whole = long_text("A long one", "END");
  expect_in_any_order({post(2, 1, cut(whole))}, {note(1, 1, whole)}, {{id_at(2, 1), whole}});
  EXPECT_EQ(rows({"--type", "status", "--all"}).at(id_at(2, 1))["time"], "2023-07-01T09:00:02Z");
}

TEST_F(ImportNotes, leave_those_in_place_whom_the_post_answers) {
  make("a.zip", {"--posts", "0"});
  const std::string reply = long_text("No, it is not", "END"), other = long_text("@bob what now", "END");
  expect_in_any_order({post(0, 1, cut("@alice @bob " + reply)), post(5, 2, cut("@alice " + other))},
                      {note(0, 1, reply), note(5, 2, other)},
                      {{id_at(0, 1), "@alice @bob " + reply}, {id_at(5, 2), "@alice " + other}});
  EXPECT_EQ(query({"--type", "status", "alice", "--all"}).size(), 2U);
}

/// In a part of an archive: the post with the exact text may be in another part.
TEST_F(ImportNotes, wait_for_the_parts_that_are_still_to_come) {
  const std::string whole = long_text("Update: the ferry is late", "END");
  make("first", {"--posts", "0"});
  std::string manifest = text_of(path("first/data/manifest.js"));
  const std::string alone = "\"isPartialArchive\" : false";
  ASSERT_NE(manifest.find(alone), std::string::npos) << manifest;
  manifest.replace(manifest.find(alone), alone.size(), "\"isPartialArchive\" : true");
  const std::string tweets = "\"fileName\" : \"data/tweets.js\"", count = "\"count\" : \"0\"";
  const auto at = manifest.find(tweets);
  ASSERT_NE(at, std::string::npos) << manifest;
  manifest.replace(manifest.find(count, at), count.size(), "\"count\" : \"1\"");
  std::ofstream(path("first/data/manifest.js")) << manifest;
  std::filesystem::copy(path("first"), path("second"), std::filesystem::copy_options::recursive);
  std::filesystem::remove(path("first/data/tweets.js"));
  write("first/data/tweets-part1.js", {post(1, 2, "Update:")});
  write("first/data/note-tweet.js", {note(0, 1, whole)});
  write("second/data/tweets.js", {post(0, 1, cut(whole))});
  EXPECT_EQ(import({"first"}).code, 0);
  EXPECT_EQ(rows({"--type", "status", "--all"}).at(id_at(1, 2))["text"], "Update:");
  EXPECT_EQ(import({"second"}).code, 0);
  expect_texts({{id_at(0, 1), whole}, {id_at(1, 2), "Update:"}}, "apart");
}

TEST_F(ImportYears, fetch_the_pictures_of_all_own_posts) {
  sandbox::Settings settings;
  settings.serve_media = true;
  start(std::move(settings));
  const auto photo = [&](const std::string& id) {
    return json{
        {"id_str", id}, {"type", "photo"}, {"media_url_https", server->base() + "/media/" + id + ".jpg"}};
  };
  const auto showing = [](const json& medium, const char* among) {
    return json{{among, {{"media", {medium}}}}};
  };
  const auto again = [&](const std::string& id, const std::string& person) {
    json medium = photo(id);
    medium["source_status_id_str"] = "1600000000000000001";
    medium["source_user_id_str"] = person;
    return medium;
  };
  std::ofstream(path("also")) << json{
      {"1700000000000000001", "an early one", showing(photo("901"), "entities")},
      {"1700000000000000002", "my own again", showing(again("902", "77"), "extended_entities")},
      {"1700000000000000003", "RT @ben: his", showing(again("903", "12"), "extended_entities")}};
  make("a", {"--posts", "1", "--owner", "77", "--also", path("also")});
  json deleted = showing(photo("904"), "extended_entities");
  deleted["id_str"] = "1700000000000000004";
  deleted["created_at"] = "Sat Jul 01 09:00:00 +0000 2023";
  deleted["full_text"] = "gone";
  write("a/data/deleted-tweets.js", {{{"tweet", deleted}}});
  const Outcome foreseen = import({"a"}, {"--media", "--dry-run"});
  EXPECT_NE(foreseen.out.find("media: at most 3 files"), std::string::npos) << foreseen.out;
  const Outcome fetched = import({"a"}, {"--media"});
  EXPECT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_EQ(one("SELECT group_concat(key) FROM (SELECT key FROM media WHERE file ORDER BY key)"),
            "901,902,904");
}

}  // namespace
}  // namespace locker::test
