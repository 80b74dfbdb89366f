#include "tests/integration/import_fixture.hpp"

namespace locker::test {
namespace {

TEST_F(Import, an_edited_post_is_one_record_under_its_first_id) {
  const json truth = make("a.zip", {"--with", "edits"});
  expect_import({"a.zip"});
  ASSERT_FALSE(truth.at("chains").empty());
  for (const auto& [first, chain] : truth["chains"].items()) {
    for (const auto& id : chain) EXPECT_EQ(history({id.get<std::string>()}).back()["id"], first);
    EXPECT_EQ(one("SELECT count(*) FROM versions WHERE id = '" + first + "'"), "2");
  }
}

TEST_F(Import, a_long_post_and_its_note_are_one_record) {
  const json truth = make("a.zip", {"--with", "notes"});
  expect_import({"a.zip"});
  const std::string post = truth["note"]["post"], note = truth["note"]["id"];
  EXPECT_EQ(one("SELECT group_concat(shape) FROM versions WHERE id = '" + post + "'"), "archive,note");
  EXPECT_EQ(one("SELECT count(*) FROM records WHERE id = '" + note + "'"), "0");
  EXPECT_EQ(locker({"history", note}).code, 0);
  EXPECT_EQ(one("SELECT group_concat(action) FROM changes WHERE id = '" + post + "' AND stream IS NULL"),
            "new");
  const auto addresses = rows({"--type", "status", "--all", "--fields", "id,url"});
  EXPECT_EQ(addresses.at(post)["url"], "https://x.com/i/status/" + post);
  EXPECT_EQ(addresses.at(truth["note"]["alone"])["url"], nullptr);
}

TEST_F(Import, each_edit_of_a_long_post_has_its_note) {
  const json truth = make("a.zip", {"--with", "long_edits"});
  expect_import({"a.zip"});
  expect_all(truth);
  EXPECT_EQ(query({"--type", "status", "--all", "long"}).size(), 2U);
  ASSERT_EQ(truth["long_chains"].size(), 2U);
  for (const auto& [first, seen] : truth["long_chains"].items()) {
    const std::string notes = "SELECT count(*) FROM versions WHERE shape = 'note' AND id = '" + first + "'";
    EXPECT_EQ(one(notes), std::to_string(seen.get<int>()));
    EXPECT_EQ(one(notes + " AND newest"), "1");
  }
  EXPECT_EQ(one("SELECT count(*) FROM unjoined"), "0");
}

/// Notes come after, before, and between the posts that they belong to.
TEST_F(Import, notes_are_joined_to_edits_in_any_order) {
  make("a.zip", {"--with", "long_edits"});
  make("b.zip", {"--with", "long_edits", "--zips", "3"});
  expect_import({"a.zip"});
  const std::string before = dump();
  expect_import({"a.zip"});
  EXPECT_EQ(dump(), before);
  const std::string together = state();
  for (const Words& order : {Words{"1", "2", "3"}, Words{"3", "2", "1"}, Words{"2", "3", "1"}}) {
    begin_anew();
    for (const auto& number : order) EXPECT_EQ(import({"b-" + number + ".zip"}).code, 0);
    EXPECT_EQ(state(), together) << order.front();
    EXPECT_EQ(locker({"verify"}).code, 0) << locker({"verify"}).out;
  }
}

TEST_F(Import, a_portrait_and_posts_for_few_come_in) {
  const json truth = make("a.zip", {"--with", "portrait,circle"});
  expect_import({"a.zip"});
  expect_posts(truth);
  EXPECT_EQ(members("tweets").size(), truth["posts"].size());
  EXPECT_EQ(one("SELECT type FROM media_files WHERE path IS NOT NULL"), "profile/twitter");
}

TEST_F(Import, a_like_whose_post_has_gone_since_keeps_its_text) {
  const json truth = make("old.zip", {"--made", "2022-02-02T02:02:02.000Z"});
  const std::string liked = truth["likes"][0];
  const auto change_likes = [&](const std::string& folder_name) {
    const auto file = folder.path() / folder_name / "data" / "like.js";
    const std::string script = text_of(file);
    json likes = json::parse(script.substr(script.find('[')));
    for (auto& element : likes)
      if (element["like"]["tweetId"] == liked) element["like"].erase("fullText");
    std::ofstream(file) << "window.YTD.like.part0 = " << likes.dump();
  };
  make("new", {});
  change_likes("new");
  expect_import({"old.zip"});
  const std::string text = rows({"--stream", "likes"}).at(liked)["text"];
  ASSERT_NE(text, "");
  expect_import({"new"});
  EXPECT_EQ(rows({"--stream", "likes"}).at(liked)["text"], text);
  EXPECT_EQ(history({liked}).back()["action"], "new") << history({liked}).dump();
  EXPECT_EQ(one("SELECT count(*) FROM versions WHERE id = '" + liked + "'"), "2");
  EXPECT_EQ(locker({"verify"}).code, 0);
  begin_anew();
  expect_import({"new"});
  EXPECT_EQ(rows({"--stream", "likes"}).at(liked)["text"], nullptr);
  expect_import({"old.zip"});
  EXPECT_EQ(rows({"--stream", "likes"}).at(liked)["text"], text);
}

}  // namespace
}  // namespace locker::test
