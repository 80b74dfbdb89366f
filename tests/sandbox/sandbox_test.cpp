#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>
#include <set>

#include "loopback/client.hpp"
#include "sandbox/pkce.hpp"
#include "sandbox/server.hpp"
#include "sandbox/url_text.hpp"

namespace {

using nlohmann::json;
using sandbox::parameter;
using sandbox::Settings;

constexpr const char* kCallback = "http://127.0.0.1:8976/callback";
constexpr const char* kVerifier = "a-verifier-of-at-least-forty-three-characters-0123456789";
constexpr const char* kGoodFields =
    "?max_results=100&tweet.fields=created_at,author_id,conversation_id,in_reply_to_user_id,referenced_"
    "tweets,"
    "attachments,entities,note_tweet,lang,source,possibly_sensitive,public_metrics,reply_settings,edit_"
    "controls,geo,"
    "withheld,card_uri,community_id,article&expansions=author_id,attachments.media_keys,attachments.poll_ids,"
    "geo.place_id,referenced_tweets.id,referenced_tweets.id.author_id,referenced_tweets.id.attachments.media_"
    "keys,"
    "edit_history_tweet_ids&media.fields=media_key,type,url,preview_image_url,variants,width,height,duration_"
    "ms,"
    "alt_text&user.fields=username,name,created_at,description,profile_image_url,verified,protected,public_"
    "metrics";

// One service with one signed-in client, both in this process.
class Sandbox : public testing::Test {
 protected:
  void start(Settings settings = {}) {
    client_.reset();
    server_.emplace(std::move(settings));
    client_.emplace("127.0.0.1", server_->port());
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    token_ = order("token", {})["access_token"];
    me_ = question("me")["id"];
  }

  json order(const std::string& name, const json& body) {
    return body_of(client_->Post("/_control/" + name, body.dump(), "application/json"));
  }
  json question(const std::string& name) { return body_of(client_->Get("/_control/" + name)); }

  loopback::Answer get(const std::string& target) {
    return client_->Get(target, {{"Authorization", "Bearer " + token_}});
  }
  json get_json(const std::string& target) { return body_of(get(target)); }
  int status(const std::string& target) {
    const auto result = get(target);
    return result ? result->status : 0;
  }
  std::string of_me(const std::string& rest) const { return "/2/users/" + me_ + "/" + rest; }

  loopback::Answer post_form(const std::string& path, const httplib::Params& form,
                             const httplib::Headers& headers = {}) {
    return client_->Post(path, headers, form);
  }

  // All ids of a paged endpoint, in the order they came.
  std::vector<std::string> walk(const std::string& target, int* pages = nullptr) {
    std::vector<std::string> ids;
    std::string token;
    do {
      const json page = get_json(target + (token.empty() ? "" : "&pagination_token=" + token));
      for (const json& object : page.value("data", json::array())) ids.push_back(object["id"]);
      token = page["meta"].value("next_token", "");
      if (pages) ++*pages;
    } while (!token.empty());
    return ids;
  }
  std::vector<std::string> truth(const std::string& stream) { return question("truth/" + stream)["ids"]; }

  static json body_of(const loopback::Answer& result) { return json::parse(result->body); }

  std::optional<sandbox::Server> server_;
  std::optional<loopback::Client> client_;
  std::string token_, me_;
};

class OAuth : public Sandbox {
 protected:
  static std::string authorize_target(const std::string& redirect, const std::string& state = "the-state") {
    return "/i/oauth2/authorize?response_type=code&client_id=sandbox-client&redirect_uri=" +
           sandbox::percent_encoded(redirect) +
           "&scope=tweet.read%20users.read%20offline.access&state=" + state +
           "&code_challenge_method=S256&code_challenge=" + sandbox::s256_challenge(kVerifier);
  }
  static sandbox::Parameters redirected(const loopback::Answer& result) {
    const std::string location = result->get_header_value("Location");
    return sandbox::parse_parameters(location.substr(location.find('?') + 1));
  }
  std::string fresh_code() {
    return parameter(redirected(client_->Get(authorize_target(kCallback))), "code").value_or("");
  }
  static httplib::Params code_form(const std::string& code, const std::string& verifier = kVerifier) {
    return {{"grant_type", "authorization_code"},
            {"code", code},
            {"redirect_uri", kCallback},
            {"code_verifier", verifier},
            {"client_id", "sandbox-client"}};
  }
  loopback::Answer exchange(const std::string& code, const std::string& verifier = kVerifier) {
    return post_form("/2/oauth2/token", code_form(code, verifier));
  }
  loopback::Answer refresh(const std::string& token) {
    return post_form(
        "/2/oauth2/token",
        {{"grant_type", "refresh_token"}, {"refresh_token", token}, {"client_id", "sandbox-client"}});
  }
  void start_approving(Settings settings = {}) {
    settings.auto_approve = true;
    start(std::move(settings));
  }
};

TEST_F(OAuth, gives_tokens_for_a_code_with_its_verifier) {
  start_approving();
  const json pair = body_of(exchange(fresh_code()));
  EXPECT_EQ(pair["token_type"], "bearer");
  EXPECT_EQ(pair["expires_in"], 7200);
  token_ = pair["access_token"];
  EXPECT_EQ(get_json("/2/users/me")["data"]["id"], me_);
}

TEST_F(OAuth, sends_the_state_back) {
  start_approving();
  EXPECT_EQ(parameter(redirected(client_->Get(authorize_target(kCallback, "abc%20d"))), "state"), "abc d");
}

TEST_F(OAuth, shows_a_page_with_two_buttons_without_auto_approve) {
  start();
  const auto page = client_->Get(authorize_target(kCallback));
  EXPECT_EQ(page->status, 200);
  EXPECT_NE(page->body.find("value=\"authorize\""), std::string::npos);
  EXPECT_NE(page->body.find("value=\"cancel\""), std::string::npos);
}

TEST_F(OAuth, redirects_after_a_click_on_either_button) {
  start();
  const std::string target = authorize_target(kCallback);
  const std::string form = target.substr(target.find('?') + 1);
  const char* type = "application/x-www-form-urlencoded";
  const auto yes = client_->Post("/i/oauth2/authorize", form + "&decision=authorize", type);
  EXPECT_EQ(yes->status, 302);
  EXPECT_TRUE(parameter(redirected(yes), "code"));
  const auto no = client_->Post("/i/oauth2/authorize", form + "&decision=cancel", type);
  EXPECT_EQ(parameter(redirected(no), "error"), "access_denied");
}

TEST_F(OAuth, keeps_the_user_on_a_page_for_a_redirect_uri_that_is_not_exactly_the_registered_one) {
  start_approving();
  for (const char* uri : {"http://127.0.0.1:8976/callback/", "http://127.0.0.1:8977/callback",
                          "http://localhost:8976/callback", "http://127.0.0.1:8976/Callback"}) {
    const auto page = client_->Get(authorize_target(uri));
    EXPECT_EQ(page->status, 400) << uri;
    EXPECT_NE(page->body.find("Something went wrong"), std::string::npos);
  }
}

TEST_F(OAuth, refuses_a_wrong_verifier_but_keeps_the_code_usable) {
  start_approving();
  const std::string code = fresh_code();
  const auto refused = exchange(code, "another-verifier-of-at-least-forty-three-characters-000");
  EXPECT_EQ(refused->status, 400);
  EXPECT_EQ(body_of(refused)["error"], "invalid_request");
  EXPECT_EQ(exchange(code)->status, 200);
}

TEST_F(OAuth, refuses_a_code_that_was_used) {
  start_approving();
  const std::string code = fresh_code();
  EXPECT_EQ(exchange(code)->status, 200);
  EXPECT_EQ(exchange(code)->status, 400);
}

TEST_F(OAuth, refuses_a_code_older_than_thirty_seconds) {
  start_approving();
  const std::string code = fresh_code();
  order("clock", {{"advance", 31}});
  EXPECT_EQ(exchange(code)->status, 400);
}

TEST_F(OAuth, denies_or_falsifies_the_state_when_ordered) {
  start_approving();
  order("oauth", {{"deny_next", true}});
  EXPECT_EQ(parameter(redirected(client_->Get(authorize_target(kCallback))), "error"), "access_denied");
  order("oauth", {{"oauth", {{"wrong_state_next", true}}}});
  EXPECT_NE(parameter(redirected(client_->Get(authorize_target(kCallback))), "state"), "the-state");
  EXPECT_EQ(parameter(redirected(client_->Get(authorize_target(kCallback))), "state"), "the-state");
}

TEST_F(OAuth, gives_a_new_refresh_token_with_each_refresh) {
  start_approving();
  const json first = body_of(exchange(fresh_code()));
  const json second = body_of(refresh(first["refresh_token"]));
  EXPECT_NE(first["refresh_token"], second["refresh_token"]);
  EXPECT_NE(first["access_token"], second["access_token"]);
  EXPECT_EQ(question("counters")["token_refreshes"], 1);
}

TEST_F(OAuth, ends_the_whole_family_when_a_spent_refresh_token_comes_again) {
  start_approving();
  const json first = body_of(exchange(fresh_code()));
  const json second = body_of(refresh(first["refresh_token"]));
  EXPECT_EQ(refresh(first["refresh_token"])->status, 400);
  EXPECT_EQ(refresh(second["refresh_token"])->status, 400);
  token_ = second["access_token"];
  EXPECT_EQ(status("/2/users/me"), 401);
  EXPECT_EQ(question("counters")["families_revoked"], 1);
}

TEST_F(OAuth, refuses_an_access_token_past_its_life) {
  start();
  EXPECT_EQ(status("/2/users/me"), 200);
  order("clock", {{"advance", 7201}});
  EXPECT_EQ(status("/2/users/me"), 401);
}

TEST_F(OAuth, ends_the_family_of_a_revoked_refresh_token) {
  start();
  const json pair = order("token", {});
  token_ = pair["access_token"];
  EXPECT_EQ(post_form("/2/oauth2/revoke", {{"token", pair["refresh_token"]}, {"client_id", "sandbox-client"}})
                ->status,
            200);
  EXPECT_EQ(status("/2/users/me"), 401);
}

TEST_F(OAuth, wants_basic_authorization_from_a_confidential_client) {
  Settings settings;
  settings.client_secret = "s3cret";
  start_approving(std::move(settings));
  const std::string code = fresh_code();
  EXPECT_EQ(exchange(code)->status, 401);
  EXPECT_EQ(body_of(exchange(code))["error"], "unauthorized_client");
  const auto with = [&](const char* secret) {
    return post_form("/2/oauth2/token", code_form(code),
                     {httplib::make_basic_authentication_header("sandbox-client", secret)});
  };
  EXPECT_EQ(with("wrong")->status, 401);
  EXPECT_EQ(with("s3cret")->status, 200);
}

TEST_F(OAuth, gives_no_refresh_token_without_offline_access) {
  start();
  EXPECT_FALSE(order("token", {{"scopes", {"tweet.read", "users.read"}}}).contains("refresh_token"));
}

TEST_F(Sandbox, walks_every_list_to_the_truth) {
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

TEST_F(Sandbox, gives_only_what_is_newer_than_since_id) {
  start();
  const auto all = truth("tweets");
  const auto newer = walk(of_me("tweets") + "?max_results=5&since_id=" + all[12]);
  EXPECT_EQ(newer, std::vector<std::string>(all.begin(), all.begin() + 12));
}

TEST_F(Sandbox, leaves_out_data_when_there_is_nothing) {
  start();
  const json page = get_json(of_me("tweets") + "?since_id=" + truth("tweets").front());
  EXPECT_EQ(page, (json{{"meta", {{"result_count", 0}}}}));
}

TEST_F(Sandbox, shifts_no_page_when_something_is_added_in_mid_walk) {
  start();
  const auto before = truth("liked_tweets");
  const json first = get_json(of_me("liked_tweets") + "?max_results=5");
  order("like", {});
  const json second = get_json(of_me("liked_tweets") + "?max_results=5&pagination_token=" +
                               first["meta"]["next_token"].get<std::string>());
  EXPECT_EQ(second["data"][0]["id"], before[5]);
}

TEST_F(Sandbox, delivers_only_the_fields_asked_for) {
  start();
  const json page = get_json(of_me("tweets"));
  for (const json& post : page["data"]) {
    EXPECT_EQ(post.size(), 3u);
    EXPECT_TRUE(post.contains("edit_history_tweet_ids"));
  }
  const json user = get_json("/2/users/me?user.fields=created_at")["data"];
  EXPECT_EQ(user.size(), 4u);
}

TEST_F(Sandbox, spells_an_unchanged_page_with_the_same_bytes) {
  start();
  const std::string target = of_me("tweets") + kGoodFields;
  const std::string first = get(target)->body;
  order("clock", {{"advance", 4000}});
  EXPECT_EQ(get(target)->body, first);
}

TEST_F(Sandbox, generates_the_same_world_from_the_same_seed) {
  start();
  const std::string first = get(of_me("tweets") + kGoodFields)->body;
  start();
  EXPECT_EQ(get(of_me("tweets") + kGoodFields)->body, first);
  Settings other;
  other.seed = 2;
  start(std::move(other));
  EXPECT_NE(get(of_me("tweets") + kGoodFields)->body, first);
}

TEST_F(Sandbox, escapes_astral_characters_as_surrogates_and_controls_as_units) {
  start();
  const std::string id = order("post", {{"text", "a 😝 é \x1b"}})["id"];
  EXPECT_NE(get("/2/tweets/" + id)->body.find("a \\uD83D\\uDE1D é \\u001b"), std::string::npos);
}

TEST_F(Sandbox, keeps_every_entity_on_its_own_piece_of_text) {
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

TEST_F(Sandbox, makes_posts_of_every_kind) {
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

TEST_F(Sandbox, refuses_what_X_would_refuse_and_says_which) {
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

TEST_F(Sandbox, refuses_a_page_token_of_another_list) {
  start();
  const std::string token = get_json(of_me("tweets") + "?max_results=5")["meta"]["next_token"];
  EXPECT_EQ(status(of_me("liked_tweets") + "?pagination_token=" + token), 400);
}

TEST_F(Sandbox, takes_only_the_old_names_in_old_mode) {
  Settings settings;
  settings.fields = sandbox::FieldMode::old_names;
  start(std::move(settings));
  EXPECT_EQ(status(of_me("tweets") + "?tweet.fields=note_tweet,referenced_tweets"), 200);
  EXPECT_EQ(status(of_me("tweets") + "?tweet.fields=note_post"), 400);
  EXPECT_EQ(status(of_me("tweets") + "?expansions=referenced_posts"), 400);
  EXPECT_EQ(status(of_me("tweets") + "?post.fields=created_at"), 400);
}

TEST_F(Sandbox, takes_and_delivers_only_the_new_names_in_new_mode) {
  Settings settings;
  settings.fields = sandbox::FieldMode::new_names;
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

TEST_F(Sandbox, answers_each_generation_in_its_own_names_in_both_mode) {
  start();
  EXPECT_NE(get(of_me("tweets") + "?tweet.fields=created_at")->body.find("edit_history_tweet_ids"),
            std::string::npos);
  EXPECT_NE(get(of_me("tweets") + "?post.fields=created_at")->body.find("edit_history_post_ids"),
            std::string::npos);
}

TEST_F(Sandbox, refuses_a_request_without_the_scope) {
  start();
  token_ = order("token", {{"scopes", {"tweet.read", "users.read"}}})["access_token"];
  EXPECT_EQ(status(of_me("tweets")), 200);
  EXPECT_EQ(status(of_me("liked_tweets")), 403);
  EXPECT_EQ(status("/2/dm_events"), 403);
}

TEST_F(Sandbox, ends_the_own_posts_at_three_thousand_two_hundred_with_an_empty_page) {
  Settings settings;
  settings.sizes.posts = 3300;
  settings.sizes.mentions = 850;
  start(std::move(settings));
  int pages = 0;
  const auto ids = walk(of_me("tweets") + "?max_results=100", &pages);
  EXPECT_EQ(ids.size(), 3200u);
  EXPECT_EQ(pages, 33);
  EXPECT_EQ(walk(of_me("mentions") + "?max_results=100").size(), 800u);
}

TEST_F(Sandbox, drops_the_bookmarks_token_at_a_hundred_a_page_only) {
  Settings settings;
  settings.sizes.bookmarks = 650;
  start(std::move(settings));
  EXPECT_LE(walk(of_me("bookmarks") + "?max_results=100").size(), 300u);
  EXPECT_EQ(walk(of_me("bookmarks") + "?max_results=90").size(), 650u);
}

TEST_F(Sandbox, limits_by_the_table_and_opens_again_when_the_window_ends) {
  start();
  for (int i = 0; i < 15; ++i) EXPECT_EQ(status(of_me("blocking")), 200);
  const auto refused = get(of_me("blocking"));
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->get_header_value("x-rate-limit-limit"), "15");
  EXPECT_EQ(refused->get_header_value("x-rate-limit-remaining"), "0");
  EXPECT_EQ(std::stoll(refused->get_header_value("x-rate-limit-reset")) >
                question("clock")["now"].get<std::int64_t>(),
            true);
  EXPECT_EQ(status(of_me("muting")), 200);
  order("clock", {{"advance", 901}});
  EXPECT_EQ(status(of_me("blocking")), 200);
}

TEST_F(Sandbox, lists_only_the_newest_version_of_an_edited_post) {
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

TEST_F(Sandbox, reports_a_deleted_post_as_a_partial_error_of_the_lookup) {
  start();
  const auto ids = truth("tweets");
  order("delete", {{"id", ids[0]}});
  const json answer = get_json("/2/tweets?ids=" + ids[0] + "," + ids[1]);
  EXPECT_EQ(answer["data"].size(), 1u);
  EXPECT_EQ(answer["errors"][0]["resource_id"], ids[0]);
  EXPECT_EQ(answer["errors"][0]["type"], "https://api.twitter.com/2/problems/resource-not-found");
  EXPECT_EQ(truth("tweets").front(), ids[1]);
}

TEST_F(Sandbox, hides_what_a_suspended_person_wrote) {
  start();
  const std::string post = order("like", {})["id"];
  const json author = get_json("/2/tweets/" + post + "?tweet.fields=author_id")["data"]["author_id"];
  order("user", {{"id", author}, {"suspended", true}});
  EXPECT_NE(truth("likes").front(), post);
  EXPECT_EQ(get_json("/2/tweets?ids=" + post)["errors"][0]["type"],
            "https://api.twitter.com/2/problems/not-authorized-for-resource");
  EXPECT_TRUE(get_json("/2/users?ids=" + author.get<std::string>()).contains("errors"));
}

TEST_F(Sandbox, changes_every_list_by_order) {
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

TEST_F(Sandbox, changes_metrics_only_when_bumped) {
  start();
  const std::string target = "/2/tweets/" + truth("tweets").front() + "?tweet.fields=public_metrics";
  const json before = get_json(target), again = get_json(target);
  EXPECT_EQ(before, again);
  order("metrics", {{"bump", 5}});
  EXPECT_EQ(get_json(target)["data"]["public_metrics"]["like_count"],
            before["data"]["public_metrics"]["like_count"].get<int>() + 5);
}

TEST_F(Sandbox, counts_requests_and_resources_by_endpoint) {
  start();
  order("counters/reset", {});
  get(of_me("tweets") + "?max_results=5");
  get(of_me("liked_tweets") + "?max_results=7&expansions=author_id");
  const json counters = question("counters");
  EXPECT_EQ(counters["requests"]["total"], 2);
  EXPECT_EQ(counters["requests"]["by_endpoint"]["/2/users/:id/tweets"], 1);
  EXPECT_EQ(counters["resources"]["total"], 12);
  EXPECT_EQ(counters["resources"]["by_endpoint"]["/2/users/:id/liked_tweets"], 7);
  EXPECT_GT(counters["resources"]["included"], 0);
  EXPECT_EQ(question("requests")[0]["query"], "max_results=5");
}

TEST_F(Sandbox, leaves_out_replies_and_reposts_when_asked) {
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

TEST_F(Sandbox, walks_back_with_the_previous_token) {
  start();
  const std::string target = of_me("tweets") + "?max_results=5";
  const auto on = [&](const json& page, const char* which) {
    return get_json(target + "&pagination_token=" + page["meta"][which].get<std::string>());
  };
  const json first = get_json(target);
  EXPECT_FALSE(first["meta"].contains("previous_token"));
  EXPECT_EQ(on(on(first, "next_token"), "previous_token")["data"], first["data"]);
}

TEST_F(Sandbox, narrows_messages_to_a_conversation_or_a_kind) {
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

TEST_F(Sandbox, gives_ids_only_of_a_bookmark_folder) {
  start();
  const json folders = get_json(of_me("bookmarks/folders"));
  EXPECT_FALSE(folders["meta"].contains("result_count"));
  const std::string folder = folders["data"][0]["id"];
  const json posts = get_json(of_me("bookmarks/folders/") + folder);
  EXPECT_EQ(posts["data"][0].size(), 1u);
  EXPECT_EQ(walk(of_me("bookmarks/folders/") + folder + "?max_results=3"), truth("folders/" + folder));
}

TEST_F(Sandbox, drops_posts_whose_private_metrics_are_too_old) {
  start();
  const std::string fresh = order("post", {{"text", "now"}})["id"];
  const json page = get_json(of_me("tweets") + "?max_results=5&tweet.fields=non_public_metrics");
  EXPECT_EQ(page["data"].size(), 1u);
  EXPECT_EQ(page["data"][0]["id"], fresh);
  EXPECT_EQ(page["errors"].size(), 4u);
}

TEST_F(Sandbox, brings_included_objects_once_each) {
  start();
  const json page = get_json(of_me("liked_tweets") + kGoodFields);
  for (const char* group : {"users", "tweets", "media"}) {
    std::set<std::string> ids;
    for (const json& object : page["includes"][group])
      EXPECT_TRUE(ids.insert(object[group == std::string("media") ? "media_key" : "id"]).second);
    EXPECT_FALSE(ids.empty()) << group;
  }
}

TEST_F(Sandbox, answers_unknown_paths_with_an_empty_404) {
  start();
  const auto answer = get("/2/users/" + me_ + "/articles");
  EXPECT_EQ(answer->status, 404);
  EXPECT_TRUE(answer->body.empty());
}

TEST_F(Sandbox, serves_the_media_it_names) {
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

TEST_F(Sandbox, takes_many_connections_at_once) {
  start();
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 100; ++i)
    answers.push_back(std::async(std::launch::async, [this] {
      loopback::Client one("127.0.0.1", server_->port());
      const auto answer = one.Get("/2/users/me", {{"Authorization", "Bearer " + token_}});
      return answer ? answer->status : 0;
    }));
  int refused = 0;
  for (auto& answer : answers) refused += answer.get() == 429;
  EXPECT_EQ(refused, 25);
}

class Faults : public Sandbox {
 protected:
  void fault(json what) { order("fault", std::move(what)); }
  std::string page(const std::string& token = "") {
    return of_me("tweets") + "?max_results=5" + (token.empty() ? "" : "&pagination_token=" + token);
  }
};

TEST_F(Faults, answer_a_storm_of_errors_and_then_recover) {
  start();
  fault({{"match", "/tweets"}, {"kind", "status"}, {"status", 503}, {"times", 2}, {"after", 1}});
  EXPECT_EQ(status(page()), 200);
  EXPECT_EQ(status(page()), 503);
  EXPECT_EQ(status(of_me("followers")), 200);
  EXPECT_EQ(status(page()), 503);
  EXPECT_EQ(status(page()), 200);
}

TEST_F(Faults, reset_and_cut_connections) {
  start();
  client_->set_keep_alive(false);
  fault({{"match", "/tweets"}, {"kind", "reset"}});
  EXPECT_FALSE(get(page()));
  fault({{"match", "/tweets"}, {"kind", "cut"}});
  EXPECT_FALSE(get(page()));
  EXPECT_EQ(status(page()), 200);
}

TEST_F(Faults, spoil_bodies) {
  start();
  fault({{"match", "/tweets"}, {"kind", "garbage"}});
  fault({{"match", "/tweets"}, {"kind", "half"}});
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(json::accept(get(page())->body));
}

TEST_F(Faults, lose_the_answer_of_a_request_that_was_carried_out) {
  start();
  client_->set_keep_alive(false);
  const json pair = order("token", {});
  fault({{"match", "oauth2/token"}, {"kind", "lost_answer"}});
  const httplib::Params form = {{"grant_type", "refresh_token"},
                                {"refresh_token", pair["refresh_token"]},
                                {"client_id", "sandbox-client"}};
  EXPECT_FALSE(post_form("/2/oauth2/token", form));
  EXPECT_EQ(post_form("/2/oauth2/token", form)->status, 400);
}

TEST_F(Faults, bend_pages_without_losing_anything) {
  start();
  const auto all = truth("tweets");
  for (const char* kind : {"empty_page", "short_page"}) {
    fault({{"match", "/tweets"}, {"kind", kind}, {"after", 1}});
    EXPECT_EQ(walk(page()), all) << kind;
  }
}

TEST_F(Faults, repeat_a_page_and_then_go_on) {
  start();
  const auto all = truth("tweets");
  fault({{"match", "/tweets"}, {"kind", "duplicate_page"}, {"after", 1}});
  const auto ids = walk(page());
  EXPECT_EQ(ids.size(), all.size() + 5);
  EXPECT_EQ(std::vector<std::string>(ids.begin() + 10, ids.begin() + 15),
            std::vector<std::string>(all.begin() + 5, all.begin() + 10));
}

TEST_F(Faults, repeat_or_refuse_a_cursor) {
  start();
  const std::string token = get_json(page())["meta"]["next_token"];
  fault({{"match", "/tweets"}, {"kind", "repeat_cursor"}});
  EXPECT_EQ(get_json(page(token))["meta"]["next_token"], token);
  fault({{"match", "/tweets"}, {"kind", "refuse_token"}});
  EXPECT_EQ(status(page()), 200);
  EXPECT_EQ(status(page(token)), 400);
}

TEST_F(Faults, tell_both_kinds_of_429_apart) {
  start();
  fault({{"match", "/tweets"}, {"kind", "rate_limit"}, {"reset_in", 60}});
  const auto window = get(page());
  EXPECT_EQ(window->status, 429);
  EXPECT_EQ(window->get_header_value("x-rate-limit-remaining"), "0");
  fault({{"match", "/tweets"}, {"kind", "usage_cap"}});
  const auto cap = get(page());
  EXPECT_EQ(cap->status, 429);
  EXPECT_NE(cap->get_header_value("x-rate-limit-remaining"), "0");
  EXPECT_EQ(body_of(cap)["title"], "UsageCapExceeded");
}

TEST_F(Faults, refuse_for_credits_enrolment_scope_and_expiry) {
  start();
  for (const auto& [kind, expected] : std::vector<std::pair<std::string, int>>{
           {"credits", 402}, {"not_enrolled", 403}, {"missing_scope", 403}, {"expire_token", 401}}) {
    fault({{"match", "/tweets"}, {"kind", kind}});
    EXPECT_EQ(status(page()), expected) << kind;
  }
  EXPECT_EQ(status(page()), 401);
}

TEST_F(Faults, hang_until_removed) {
  start();
  fault({{"match", "/tweets"}, {"kind", "hang"}});
  auto held = std::async(std::launch::async, [&] {
    loopback::Client other("127.0.0.1", server_->port());
    return other.Get(page(), {{"Authorization", "Bearer " + token_}})->status;
  });
  EXPECT_EQ(question("holding?wait_ms=5000")["holding"], 1);
  client_->Delete("/_control/faults");
  EXPECT_EQ(held.get(), 200);
}

TEST_F(Faults, do_nothing_for_a_hanging_client_that_went_away) {
  start();
  const json pair = order("token", {});
  const httplib::Params form = {{"grant_type", "refresh_token"},
                                {"refresh_token", pair["refresh_token"]},
                                {"client_id", "sandbox-client"}};
  fault({{"match", "oauth2/token"}, {"kind", "hang"}});
  {
    loopback::Client impatient("127.0.0.1", server_->port());
    impatient.set_read_timeout(0, 20000);
    EXPECT_FALSE(impatient.Post("/2/oauth2/token", form));
  }
  EXPECT_EQ(question("holding?wait_ms=5000")["holding"], 1);
  client_->Delete("/_control/faults");
  EXPECT_EQ(post_form("/2/oauth2/token", form)->status, 200);
}

TEST_F(Faults, are_refused_when_unknown) {
  start();
  EXPECT_EQ(client_->Post("/_control/fault", R"({"kind":"earthquake"})", "application/json")->status, 400);
}

}  // namespace
