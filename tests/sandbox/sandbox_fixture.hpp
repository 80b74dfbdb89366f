#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "loopback/client.hpp"
#include "sandbox/server.hpp"

namespace sandbox {

using nlohmann::json;

/// The query that the program uses.
inline constexpr const char* kGoodFields =
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

/// A service with a signed-in client, both in this process.
class SandboxTest : public testing::Test {
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

  /// Returns all ids of a paged endpoint, in the order received.
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

  std::optional<Server> server_;
  std::optional<loopback::Client> client_;
  std::string token_, me_;
};

}  // namespace sandbox
