#include "connectors/twitter/export_names.hpp"

namespace locker::connectors::twitter {
namespace {

using connector::ExportedField;
using connector::ExportNames;
using Spelling = ExportedField::Spelling;
using Paths = std::vector<std::string>;

/// Paths in a post, in a deleted one, and in one from before 2020, which has no wrapper.
Paths in_post(const std::string& name) { return {"tweet." + name, "deletedTweet." + name, name}; }

Paths in_post_or(const std::string& name, Paths others) {
  Paths paths = in_post(name);
  paths.insert(paths.end(), others.begin(), others.end());
  return paths;
}

/// A list of a post's entities; their start and end have the same form for all kinds.
ExportedField entities(const std::string& name, const std::string& there,
                       std::vector<ExportedField> members) {
  members.insert(members.begin(),
                 {{"start", {"indices[0]"}, Spelling::number}, {"end", {"indices[1]"}, Spelling::number}});
  return {"entities." + name, in_post("entities." + there), Spelling::same, std::move(members)};
}

std::vector<ExportedField> fields_of_posts() {
  return {
      {"id",
       in_post_or("id_str", {"tweet.tweet_id", "like.tweetId", "bookmark.tweetId", "noteTweet.noteTweetId"})},
      {"text", in_post_or("full_text", {"like.fullText", "bookmark.fullText"})},
      {"note_tweet.text", {"noteTweet.core.text"}},
      {"created_at", {}, Spelling::own_time},
      {"author_id", {}, Spelling::own_author},
      {"lang", in_post("lang")},
      {"source", in_post("source"), Spelling::link_text},
      {"possibly_sensitive", in_post("possibly_sensitive"), Spelling::truth},
      {"in_reply_to_user_id", in_post_or("in_reply_to_user_id_str", in_post("in_reply_to_user_id"))},
      {"referenced_tweets", {}, Spelling::references},
      {"edit_history_tweet_ids", in_post_or("edit_info.initial.editTweetIds",
                                            in_post("edit_info.edit.editControlInitial.editTweetIds"))},
      {"public_metrics.like_count", in_post("favorite_count"), Spelling::number},
      {"public_metrics.retweet_count", in_post("retweet_count"), Spelling::number},
      entities("urls", "urls",
               {{"url", {"url"}}, {"expanded_url", {"expanded_url"}}, {"display_url", {"display_url"}}}),
      entities("mentions", "user_mentions", {{"username", {"screen_name"}}, {"id", {"id_str"}}}),
      entities("hashtags", "hashtags", {{"tag", {"text"}}}),
      entities("cashtags", "symbols", {{"tag", {"text"}}}),
  };
}

connector::ExportedReferences references_of_posts() {
  return {
      in_post_or("in_reply_to_status_id_str", in_post("in_reply_to_status_id")),
      in_post("entities.urls"),
      "expanded_url",
      {"https://twitter.com/%/status/", "https://x.com/%/status/", "https://mobile.twitter.com/%/status/"},
      in_post("full_text"),
      "RT @",
      in_post("id_str"),
      "in_reply_to_user_id"};
}

}  // namespace

const ExportNames& exported_posts() {
  static const connector::ExportedReferences references = references_of_posts();
  static const ExportNames names{{"tweet", "deletedTweet", "like", "bookmark", "noteTweet"},
                                 "id_str",
                                 "author_id",
                                 fields_of_posts(),
                                 &references};
  return names;
}

const ExportNames& exported_people() {
  static const ExportNames names{
      {"follower", "following", "blocking", "muting"},
      "",
      "",
      {{"id", {"follower.accountId", "following.accountId", "blocking.accountId", "muting.accountId"}}}};
  return names;
}

const ExportNames& exported_profile() {
  static const ExportNames names{{"account", "profile"},
                                 "",
                                 "",
                                 {{"id", {"account.accountId"}},
                                  {"username", {"account.username"}},
                                  {"name", {"account.accountDisplayName"}},
                                  {"created_at", {"account.createdAt"}},
                                  {"description", {"profile.description.bio"}},
                                  {"location", {"profile.description.location"}},
                                  {"url", {"profile.description.website"}},
                                  {"profile_image_url", {"profile.avatarMediaUrl"}}}};
  return names;
}

const ExportNames& exported_messages() {
  static const ExportNames names{{"messageCreate", "welcomeMessageCreate"},
                                 "",
                                 "",
                                 {{"id", {"messageCreate.id", "welcomeMessageCreate.id"}},
                                  {"text", {"messageCreate.text", "welcomeMessageCreate.text"}},
                                  {"created_at", {}, Spelling::own_time},
                                  {"sender_id", {}, Spelling::own_author}}};
  return names;
}

}  // namespace locker::connectors::twitter
