#include "connectors/twitter/types.hpp"

#include <string>
#include <utility>

#include "connectors/twitter/export_names.hpp"

namespace locker::connectors::twitter {
namespace {

using connector::kExportRank;
using connector::kPartialExportRank;
using connector::Type;

Type posts() {
  return {
      .name = "status/twitter",
      .title = "posts",
      .shapes = {{"post", 0},
                 {"included", 1},
                 {"linked", 2},
                 {"reference", 9},
                 {"archive", kExportRank},
                 {"note", kExportRank + 1},
                 {"archive-like", kPartialExportRank},
                 {"archive-bookmark", kPartialExportRank + 1},
                 {"archive-header", kPartialExportRank + 2}},
      .volatile_fields = {"public_metrics", "non_public_metrics", "organic_metrics", "promoted_metrics",
                          "edit_controls.edits_remaining", "tweet.favorite_count", "tweet.retweet_count",
                          "tweet.edit_info.initial.editsRemaining", "favorite_count", "retweet_count"},
      .aliases = {{"referenced_tweets", "referenced_posts"},
                  {"note_tweet", "note_post"},
                  {"edit_history_tweet_ids", "edit_history_post_ids"}},
      .volatile_part_fields = {{"media", "public_metrics"},
                               {"media", "non_public_metrics"},
                               {"media", "organic_metrics"},
                               {"media", "promoted_metrics"},
                               {"poll", "options.votes"}},
      .web_address = "https://x.com/i/status/{id}",
      .web_references = {"https://x.com/*/status/{id}", "https://twitter.com/*/status/{id}",
                         "https://www.x.com/*/status/{id}", "https://mobile.twitter.com/*/status/{id}",
                         "https://x.com/i/web/status/{id}", "https://twitter.com/i/web/status/{id}"},
      .export_names = &exported_posts(),
  };
}

Type people(std::string name, std::string title, std::vector<connector::Shape> shapes,
            const connector::ExportNames& exported) {
  return {
      .name = std::move(name),
      .title = std::move(title),
      .shapes = std::move(shapes),
      .volatile_fields = {"public_metrics", "verified_followers_count", "most_recent_tweet_id"},
      .aliases = {{"pinned_tweet_id", "pinned_post_id"}, {"most_recent_tweet_id", "most_recent_post_id"}},
      .volatile_part_fields = {},
      .web_address = "https://x.com/i/user/{id}",
      .web_references = {"https://twitter.com/i/user/{id}"},
      .web_addresses_of_handle = {"https://x.com/{id}", "https://twitter.com/{id}"},
      .export_names = &exported,
  };
}

Type lists() {
  return {
      .name = "list/twitter",
      .title = "lists",
      .shapes = {{"list", 0},
                 {"archive-lists-created", kPartialExportRank},
                 {"archive-lists-member", kPartialExportRank + 1},
                 {"archive-lists-subscribed", kPartialExportRank + 2}},
      .volatile_fields = {"follower_count", "member_count"},
      .aliases = {},
      .volatile_part_fields = {},
      .web_address = "https://x.com/i/lists/{id}",
      .web_references = {"https://twitter.com/i/lists/{id}", "https://x.com/{path}",
                         "https://twitter.com/{path}"},
      .web_address_of_path = "https://x.com/{id}",
  };
}

Type messages() {
  return {
      .name = "message/twitter",
      .title = "direct messages",
      .shapes = {{"message", 0}, {"archive", kPartialExportRank}, {"archive-header", kPartialExportRank + 1}},
      .volatile_fields = {},
      .aliases = {{"referenced_tweets", "referenced_posts"}},
      .volatile_part_fields = {{"media", "public_metrics"}},
      .web_address = "",
      .web_references = {},
      .people = {"messageCreate.recipientId", "participant_ids"},
      .people_in_text = {"participant_ids"},
      .export_names = &exported_messages(),
  };
}

Type folders() {
  return {
      .name = "folder/twitter",
      .title = "bookmark folders",
      .shapes = {{"folder", 0}},
      .volatile_fields = {},
      .aliases = {},
      .volatile_part_fields = {},
      .web_address = "https://x.com/i/bookmarks/{id}",
      .web_references = {},
  };
}

/// A type that only occurs in the archive.
Type of_archive(std::string name, std::string title) {
  Type type;
  type.name = std::move(name);
  type.title = std::move(title);
  type.shapes = {{"archive", kPartialExportRank},
                 {"archive-reaction", kPartialExportRank + 1},
                 {"archive-header", kPartialExportRank + 2}};
  return type;
}

Type conversation_events() {
  Type type = of_archive("event/twitter", "what happened to conversations and names");
  type.people = {"participantsJoin.userIds", "participantsLeave.userIds",
                 "joinConversation.participantsSnapshot"};
  type.people_in_text = type.people;
  return type;
}

}  // namespace

std::vector<Type> types() {
  return {
      posts(),
      people("contact/twitter", "people",
             {{"user", 0},
              {"included", 1},
              {"archive-follower", kPartialExportRank},
              {"archive-following", kPartialExportRank + 1},
              {"archive-block", kPartialExportRank + 2},
              {"archive-mute", kPartialExportRank + 3}},
             exported_people()),
      people("profile/twitter", "your profile",
             {{"profile", 0}, {"archive", kPartialExportRank}, {"archive-account", kPartialExportRank + 1}},
             exported_profile()),
      lists(),
      messages(),
      folders(),
      conversation_events(),
      of_archive("search/twitter", "saved searches"),
      of_archive("space/twitter", "spaces"),
      of_archive("article/twitter", "articles"),
      of_archive("item/twitter", "other things of the archive"),
      of_archive("private/twitter", "private things of the archive")};
}

}  // namespace locker::connectors::twitter
