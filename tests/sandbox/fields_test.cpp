#include <set>

#include "sandbox/sandbox_fixture.hpp"

namespace sandbox {
namespace {

using SandboxFields = SandboxTest;

TEST_F(SandboxFields, delivers_only_the_fields_asked_for) {
  start();
  const json page = get_json(of_me("tweets"));
  for (const json& post : page["data"]) {
    EXPECT_EQ(post.size(), 3u);
    EXPECT_TRUE(post.contains("edit_history_tweet_ids"));
  }
  const json user = get_json("/2/users/me?user.fields=created_at")["data"];
  EXPECT_EQ(user.size(), 4u);
}

TEST_F(SandboxFields, refuses_what_X_would_refuse_and_says_which) {
  start();
  const std::vector<std::pair<std::string, std::string>> cases = {
      {of_me("tweets") + "?max_results=4", "max_results"},
      {of_me("tweets") + "?max_results=101", "max_results"},
      {of_me("liked_tweets") + "?max_results=1", "max_results"},
      {of_me("liked_tweets") + "?since_id=1", "since_id"},
      {of_me("tweets") + "?tweet.fields=favourites", "tweet.fields"},
      {of_me("tweets") + "?expansions=author", "expansions"},
      {of_me("followers") + "?max_results=1001", "max_results"},
      {of_me("followers") + "?media.fields=url", "media.fields"},
      {of_me("tweets") + "?pagination_token=nonsense", "pagination_token"},
      {of_me("tweets") + "?count=5", "count"},
      {"/2/users/12/bookmarks", "id"},
      {"/2/users/me2/tweets", "id"},
      {"/2/lists/abc", "id"},
      {"/2/lists/abc/members", "id"},
      {"/2/lists/12345678901234567890/members", "id"},
      {of_me("bookmarks/folders/abc"), "folder_id"},
      {"/2/dm_conversations/12/dm_events", "id"},
      {"/2/dm_conversations/12-ab/dm_events", "id"},
      {of_me("tweets") + "?tweet.fields=lang,text,lang", "tweet.fields"},
      {of_me("tweets") + "?expansions=author_id,author_id", "expansions"},
      {of_me("tweets") + "?exclude=replies,replies", "exclude"},
      {"/2/tweets?ids=abc", "ids"},
  };
  for (const auto& [target, name] : cases) {
    const auto answer = get(target);
    EXPECT_EQ(answer->status, 400) << target;
    EXPECT_TRUE(body_of(answer)["errors"][0]["parameters"].contains(name)) << target << answer->body;
  }
  EXPECT_EQ(question("counters")["rejected"].size(), cases.size());
  EXPECT_EQ(question("counters")["resources"]["total"], 0);
}

TEST_F(SandboxFields, takes_only_the_old_names_in_old_mode) {
  Settings settings;
  settings.fields = FieldMode::old_names;
  start(std::move(settings));
  EXPECT_EQ(status(of_me("tweets") + "?tweet.fields=note_tweet,referenced_tweets"), 200);
  EXPECT_EQ(status(of_me("tweets") + "?tweet.fields=note_post"), 400);
  EXPECT_EQ(status(of_me("tweets") + "?expansions=referenced_posts"), 400);
  EXPECT_EQ(status(of_me("tweets") + "?post.fields=created_at"), 400);
}

TEST_F(SandboxFields, takes_and_delivers_only_the_new_names_in_new_mode) {
  Settings settings;
  settings.fields = FieldMode::new_names;
  settings.sizes.posts = 100;
  start(std::move(settings));
  EXPECT_EQ(status(of_me("tweets") + "?tweet.fields=created_at"), 400);
  EXPECT_EQ(status(of_me("tweets") + "?post.fields=author_id"), 400);
  EXPECT_EQ(status(of_me("tweets") + "?expansions=referenced_tweets.id"), 400);
  const std::string body = get(of_me("tweets") +
                               "?max_results=100&post.fields=note_post,public_metrics&expansions="
                               "author_id,referenced_posts")
                               ->body;
  for (const char* name :
       {"edit_history_post_ids", "referenced_posts", "repost_count", "\"posts\":[", "author_id"})
    EXPECT_NE(body.find(name), std::string::npos) << name;
  for (const char* name : {"edit_history_tweet_ids", "referenced_tweets", "retweet_count", "\"tweets\":["})
    EXPECT_EQ(body.find(name), std::string::npos) << name;
}

TEST_F(SandboxFields, answers_each_generation_in_its_own_names_in_both_mode) {
  start();
  EXPECT_NE(get(of_me("tweets") + "?tweet.fields=created_at")->body.find("edit_history_tweet_ids"),
            std::string::npos);
  EXPECT_NE(get(of_me("tweets") + "?post.fields=created_at")->body.find("edit_history_post_ids"),
            std::string::npos);
}

TEST_F(SandboxFields, refuses_a_request_without_the_scope) {
  start();
  token_ = order("token", {{"scopes", {"tweet.read", "users.read"}}})["access_token"];
  EXPECT_EQ(status(of_me("tweets")), 200);
  EXPECT_EQ(status(of_me("liked_tweets")), 403);
  EXPECT_EQ(status("/2/dm_events"), 403);
}

TEST_F(SandboxFields, drops_posts_whose_private_metrics_are_too_old) {
  start();
  const std::string fresh = order("post", {{"text", "now"}})["id"];
  const json page = get_json(of_me("tweets") + "?max_results=5&tweet.fields=non_public_metrics");
  EXPECT_EQ(page["data"].size(), 1u);
  EXPECT_EQ(page["data"][0]["id"], fresh);
  EXPECT_EQ(page["errors"].size(), 4u);
}

TEST_F(SandboxFields, brings_included_objects_once_each) {
  start();
  const json page = get_json(of_me("liked_tweets") + kGoodFields);
  for (const char* group : {"users", "tweets", "media"}) {
    std::set<std::string> ids;
    for (const json& object : page["includes"][group])
      EXPECT_TRUE(ids.insert(object[group == std::string("media") ? "media_key" : "id"]).second);
    EXPECT_FALSE(ids.empty()) << group;
  }
}

}  // namespace
}  // namespace sandbox
