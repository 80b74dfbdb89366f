#include <set>

#include "sandbox/sandbox_fixture.hpp"

namespace sandbox {
namespace {

using SandboxWorld = SandboxTest;

TEST_F(SandboxWorld, spells_an_unchanged_page_with_the_same_bytes) {
  start();
  const std::string target = of_me("tweets") + kGoodFields;
  const std::string first = get(target)->body;
  order("clock", {{"advance", 4000}});
  EXPECT_EQ(get(target)->body, first);
}

TEST_F(SandboxWorld, generates_the_same_world_from_the_same_seed) {
  start();
  const std::string first = get(of_me("tweets") + kGoodFields)->body;
  start();
  EXPECT_EQ(get(of_me("tweets") + kGoodFields)->body, first);
  Settings other;
  other.seed = 2;
  start(std::move(other));
  EXPECT_NE(get(of_me("tweets") + kGoodFields)->body, first);
}

TEST_F(SandboxWorld, escapes_astral_characters_as_surrogates_and_controls_as_units) {
  start();
  const std::string id = order("post", {{"text", "a 😝 é \x1b"}})["id"];
  EXPECT_NE(get("/2/tweets/" + id)->body.find("a \\uD83D\\uDE1D é \\u001b"), std::string::npos);
}

TEST_F(SandboxWorld, keeps_every_entity_on_its_own_piece_of_text) {
  Settings settings;
  settings.sizes.posts = 100;
  start(std::move(settings));
  const auto piece = [](const std::string& text, int start, int end) {
    std::u32string points;
    for (std::size_t i = 0; i < text.size();) {
      const auto lead = static_cast<unsigned char>(text[i]);
      const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      char32_t point = size == 1 ? lead : lead & (0x7f >> size);
      for (std::size_t k = 1; k < size; ++k)
        point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3f);
      points += point;
      i += size;
    }
    std::string ascii;
    for (const char32_t point :
         points.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)))
      ascii += static_cast<char>(point);
    return ascii;
  };
  int links = 0;
  const json page = get_json(of_me("tweets") + kGoodFields);
  for (const json& post : page["data"])
    if (const json entities = post.value("entities", json::object()); entities.contains("urls"))
      for (const json& url : entities["urls"]) {
        EXPECT_EQ(piece(post["text"], url["start"], url["end"]), url["url"]);
        ++links;
      }
  EXPECT_GT(links, 5);
}

TEST_F(SandboxWorld, makes_posts_of_every_kind) {
  Settings settings;
  settings.sizes.posts = 1500;
  settings.rate_limits = false;
  start(std::move(settings));
  std::set<std::string> seen;
  std::string token;
  do {
    const json page =
        get_json(of_me("tweets") + kGoodFields + (token.empty() ? "" : "&pagination_token=" + token));
    for (const json& post : page["data"]) {
      if (post.contains("note_tweet")) seen.insert("note");
      if (post["edit_history_tweet_ids"].size() > 1) seen.insert("edited");
      if (post.contains("referenced_tweets"))
        seen.insert(post["referenced_tweets"][0]["type"].get<std::string>());
      if (post.contains("geo")) seen.insert("geo");
    }
    if (page["includes"].contains("media"))
      for (const json& media : page["includes"]["media"]) seen.insert(media["type"]);
    if (page["includes"].contains("polls")) seen.insert("poll");
    if (page.contains("errors"))
      for (const json& error : page["errors"]) seen.insert(error["title"]);
    token = page["meta"].value("next_token", "");
  } while (!token.empty());
  for (const char* kind : {"note", "edited", "retweeted", "quoted", "replied_to", "geo", "photo", "video",
                           "animated_gif", "poll", "Not Found Error", "Authorization Error"})
    EXPECT_TRUE(seen.contains(kind)) << kind;
}

TEST_F(SandboxWorld, reports_a_deleted_post_as_a_partial_error_of_the_lookup) {
  start();
  const auto ids = truth("tweets");
  order("delete", {{"id", ids[0]}});
  const json answer = get_json("/2/tweets?ids=" + ids[0] + "," + ids[1]);
  EXPECT_EQ(answer["data"].size(), 1u);
  EXPECT_EQ(answer["errors"][0]["resource_id"], ids[0]);
  EXPECT_EQ(answer["errors"][0]["type"], "https://api.twitter.com/2/problems/resource-not-found");
  EXPECT_EQ(truth("tweets").front(), ids[1]);
}

TEST_F(SandboxWorld, hides_what_a_suspended_person_wrote) {
  start();
  const std::string post = order("like", {})["id"];
  const json author = get_json("/2/tweets/" + post + "?tweet.fields=author_id")["data"]["author_id"];
  order("user", {{"id", author}, {"suspended", true}});
  EXPECT_NE(truth("likes").front(), post);
  EXPECT_EQ(get_json("/2/tweets?ids=" + post)["errors"][0]["type"],
            "https://api.twitter.com/2/problems/not-authorized-for-resource");
  EXPECT_TRUE(get_json("/2/users?ids=" + author.get<std::string>()).contains("errors"));
}

TEST_F(SandboxWorld, changes_metrics_only_when_bumped) {
  start();
  const std::string target = "/2/tweets/" + truth("tweets").front() + "?tweet.fields=public_metrics";
  const json before = get_json(target), again = get_json(target);
  EXPECT_EQ(before, again);
  order("metrics", {{"bump", 5}});
  EXPECT_EQ(get_json(target)["data"]["public_metrics"]["like_count"],
            before["data"]["public_metrics"]["like_count"].get<int>() + 5);
}

TEST_F(SandboxWorld, serves_the_media_it_names) {
  Settings settings;
  settings.serve_media = true;
  start(std::move(settings));
  const std::string id = order("post", {{"text", "look"}, {"media", "video"}})["id"];
  const json post = get_json("/2/tweets/" + id + "?expansions=attachments.media_keys&media.fields=variants");
  const std::string url = post["includes"]["media"][0]["variants"][0]["url"];
  const auto film = client_->Get(url.substr(server_->base().size()));
  EXPECT_EQ(film->get_header_value("Content-Type"), "video/mp4");
  EXPECT_EQ(film->body, client_->Get(url.substr(server_->base().size()))->body);
}

}  // namespace
}  // namespace sandbox
