#include "sandbox/sandbox_fixture.hpp"

namespace sandbox {
namespace {

using SandboxLists = SandboxTest;

TEST_F(SandboxLists, walks_every_list_to_the_truth) {
  Settings settings;
  settings.rate_limits = false;
  settings.sizes.posts = 57;
  settings.sizes.likes = 31;
  start(std::move(settings));
  for (const char* stream : {"tweets", "mentions", "liked_tweets", "bookmarks", "followers", "following",
                             "blocking", "muting", "owned_lists", "followed_lists", "list_memberships"})
    EXPECT_EQ(walk(of_me(stream) + "?max_results=7"), truth(stream)) << stream;
  EXPECT_EQ(walk(of_me("timelines/reverse_chronological") + "?max_results=7"), truth("home"));
  EXPECT_EQ(walk("/2/dm_events?max_results=3"), truth("dm_events"));
  EXPECT_EQ(walk(of_me("bookmarks/folders") + "?max_results=1"), truth("folders"));
}

TEST_F(SandboxLists, gives_only_what_is_newer_than_since_id) {
  start();
  const auto all = truth("tweets");
  const auto newer = walk(of_me("tweets") + "?max_results=5&since_id=" + all[12]);
  EXPECT_EQ(newer, std::vector<std::string>(all.begin(), all.begin() + 12));
}

TEST_F(SandboxLists, leaves_out_data_when_there_is_nothing) {
  start();
  const json page = get_json(of_me("tweets") + "?since_id=" + truth("tweets").front());
  EXPECT_EQ(page, (json{{"meta", {{"result_count", 0}}}}));
}

TEST_F(SandboxLists, shifts_no_page_when_something_is_added_in_mid_walk) {
  start();
  const auto before = truth("liked_tweets");
  const json first = get_json(of_me("liked_tweets") + "?max_results=5");
  order("like", {});
  const json second = get_json(of_me("liked_tweets") + "?max_results=5&pagination_token=" +
                               first["meta"]["next_token"].get<std::string>());
  EXPECT_EQ(second["data"][0]["id"], before[5]);
}

TEST_F(SandboxLists, refuses_a_page_token_of_another_list) {
  start();
  const std::string token = get_json(of_me("tweets") + "?max_results=5")["meta"]["next_token"];
  EXPECT_EQ(status(of_me("liked_tweets") + "?pagination_token=" + token), 400);
}

TEST_F(SandboxLists, lists_only_the_newest_version_of_an_edited_post) {
  start();
  const std::string first = order("post", {{"text", "one"}})["id"];
  const std::string second = order("edit", {{"id", first}, {"text", "two"}})["id"];
  const auto ids = truth("tweets");
  EXPECT_EQ(ids[0], second);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), first), 0);
  const json newest = get_json(of_me("tweets") + "?max_results=5")["data"][0];
  EXPECT_EQ(newest["text"], "two");
  EXPECT_EQ(newest["edit_history_tweet_ids"], (json{first, second}));
  EXPECT_EQ(get_json("/2/tweets/" + first)["data"]["text"], "one");
}

TEST_F(SandboxLists, changes_every_list_by_order) {
  start();
  const auto count = [&](const char* stream) { return truth(stream).size(); };
  const std::string liked = truth("likes").front();
  order("unlike", {{"id", liked}});
  EXPECT_EQ(count("likes"), 11u);
  order("bookmark", {{"id", truth("tweets").back()}});
  EXPECT_EQ(count("bookmarks"), 9u);
  const std::string fan = order("follow", {{"direction", "follower"}})["id"];
  EXPECT_EQ(truth("followers").front(), fan);
  order("unfollow", {{"user", fan}, {"direction", "follower"}});
  EXPECT_EQ(count("followers"), 15u);
  order("follow", {{"user", fan}, {"direction", "following"}});
  EXPECT_EQ(truth("following").front(), fan);
  order("block", {});
  order("mute", {});
  order("list", {{"name", "New"}});
  order("dm", {{"text", "hi"}});
  order("mention", {{"text", "hi"}});
  EXPECT_EQ(count("blocks"), 4u);
  EXPECT_EQ(count("mutes"), 3u);
  EXPECT_EQ(count("lists"), 4u);
  EXPECT_EQ(count("dms"), 9u);
  EXPECT_EQ(get_json(of_me("mentions"))["data"][0]["text"], "@sandbox_me hi");
  order("user", {{"name", "Renamed"}});
  EXPECT_EQ(get_json("/2/users/me")["data"]["name"], "Renamed");
}

TEST_F(SandboxLists, leaves_out_replies_and_reposts_when_asked) {
  start();
  const json page =
      get_json(of_me("tweets") + "?max_results=100&exclude=replies,retweets&tweet.fields=referenced_tweets");
  EXPECT_GT(page["data"].size(), 5u);
  EXPECT_LT(page["data"].size(), 30u);
  for (const json& post : page["data"])
    if (post.contains("referenced_tweets")) {
      EXPECT_EQ(post["referenced_tweets"][0]["type"], "quoted");
    }
}

TEST_F(SandboxLists, walks_back_with_the_previous_token) {
  start();
  const std::string target = of_me("tweets") + "?max_results=5";
  const auto on = [&](const json& page, const char* which) {
    return get_json(target + "&pagination_token=" + page["meta"][which].get<std::string>());
  };
  const json first = get_json(target);
  EXPECT_FALSE(first["meta"].contains("previous_token"));
  EXPECT_EQ(on(on(first, "next_token"), "previous_token")["data"], first["data"]);
}

TEST_F(SandboxLists, narrows_messages_to_a_conversation_or_a_kind) {
  Settings settings;
  settings.sizes.dms = 40;
  start(std::move(settings));
  const std::string other = order("dm", {{"text", "one"}})["id"];
  const json newest = get_json("/2/dm_events?dm_event.fields=dm_conversation_id,sender_id")["data"][0];
  EXPECT_EQ(walk("/2/dm_conversations/" + newest["dm_conversation_id"].get<std::string>() +
                 "/dm_events?max_results=9"),
            std::vector<std::string>{other});
  EXPECT_EQ(
      walk("/2/dm_conversations/with/" + newest["sender_id"].get<std::string>() + "/dm_events?max_results=9"),
      std::vector<std::string>{other});
  const json joins = get_json("/2/dm_events?event_types=ParticipantsJoin&dm_event.fields=participant_ids");
  EXPECT_TRUE(joins["data"][0].contains("participant_ids"));
}

TEST_F(SandboxLists, gives_ids_only_of_a_bookmark_folder_and_its_pages_by_the_new_description) {
  Settings settings;
  settings.fields = FieldMode::new_names;
  start(std::move(settings));
  const json folders = get_json(of_me("bookmarks/folders"));
  EXPECT_FALSE(folders["meta"].contains("result_count"));
  const std::string folder = folders["data"][0]["id"];
  const json posts = get_json(of_me("bookmarks/folders/") + folder);
  EXPECT_EQ(posts["data"][0].size(), 1u);
  EXPECT_EQ(walk(of_me("bookmarks/folders/") + folder + "?max_results=3"), truth("folders/" + folder));
  order("settings", {{"fields", "old"}});
  EXPECT_EQ(status(of_me("bookmarks/folders/") + folder + "?max_results=3"), 400);
  EXPECT_EQ(walk(of_me("bookmarks/folders/") + folder), truth("folders/" + folder));
}

}  // namespace
}  // namespace sandbox
