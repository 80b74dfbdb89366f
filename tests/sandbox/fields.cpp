#include "sandbox/fields.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

namespace sandbox {
namespace {

using Names = std::vector<std::string_view>;

struct KindNames {
  std::string_view old_parameter, new_parameter;
  Names old_fields, new_fields, old_expansions, new_expansions;
};

Names with(Names names, const Names& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

const Names kPostFields = {"article",
                           "attachments",
                           "card_uri",
                           "community_id",
                           "context_annotations",
                           "conversation_id",
                           "created_at",
                           "display_text_range",
                           "edit_controls",
                           "entities",
                           "geo",
                           "id",
                           "lang",
                           "matched_media_notes",
                           "media_metadata",
                           "non_public_metrics",
                           "note_request_suggestions",
                           "organic_metrics",
                           "paid_partnership",
                           "possibly_sensitive",
                           "promoted_metrics",
                           "public_metrics",
                           "reply_settings",
                           "scopes",
                           "source",
                           "suggested_source_links",
                           "suggested_source_links_with_counts",
                           "text",
                           "withheld"};
const Names kPostExpansions = {"article.cover_media",        "article.media_entities",
                               "attachments.media_keys",     "attachments.media_source_tweet",
                               "attachments.poll_ids",       "author_id",
                               "entities.mentions.username", "geo.place_id",
                               "in_reply_to_user_id"};
const Names kUserFields = {"confirmed_email",
                           "connection_status",
                           "created_at",
                           "description",
                           "entities",
                           "id",
                           "is_identity_verified",
                           "location",
                           "name",
                           "parody",
                           "profile_banner_url",
                           "profile_image_url",
                           "protected",
                           "public_metrics",
                           "receives_your_dm",
                           "subscription",
                           "subscription_type",
                           "url",
                           "username",
                           "verified",
                           "verified_followers_count",
                           "verified_type",
                           "withheld"};
const Names kListFields = {"created_at",   "description", "follower_count", "id",
                           "member_count", "name",        "private"};
const Names kMessageFields = {"attachments", "created_at", "dm_conversation_id", "entities", "event_type",
                              "id",          "text"};
const Names kMediaFields = {"alt_text",
                            "duration_ms",
                            "height",
                            "media_key",
                            "non_public_metrics",
                            "organic_metrics",
                            "preview_image_url",
                            "promoted_metrics",
                            "public_metrics",
                            "type",
                            "url",
                            "variants",
                            "width"};
const Names kPollFields = {"duration_minutes", "end_datetime", "id", "options", "voting_status"};
const Names kPlaceFields = {"contained_within", "country", "country_code", "full_name", "geo", "id", "name",
                            "place_type"};

const std::map<ObjectKind, KindNames>& names_of_kinds() {
  static const std::map<ObjectKind, KindNames> all = {
      {ObjectKind::post,
       {"tweet.fields", "post.fields",
        with(kPostFields, {"author_id", "edit_history_tweet_ids", "in_reply_to_user_id", "note_tweet",
                           "referenced_tweets"}),
        with(kPostFields, {"article_title", "note_post"}),
        with(kPostExpansions,
             {"edit_history_tweet_ids", "entities.note.mentions.username", "referenced_tweets.id",
              "referenced_tweets.id.attachments.media_keys", "referenced_tweets.id.author_id"}),
        with(kPostExpansions, {"edit_history_post_ids", "referenced_posts", "username"})}},
      {ObjectKind::user,
       {"user.fields",
        "user.fields",
        with(kUserFields, {"affiliation", "most_recent_tweet_id", "pinned_tweet_id"}),
        with(kUserFields, {"subscribes_to_you"}),
        {"affiliation.user_id", "most_recent_tweet_id", "pinned_tweet_id"},
        {"affiliation", "most_recent_post_id", "pinned_post_id"}}},
      {ObjectKind::list,
       {"list.fields",
        "list.fields",
        with(kListFields, {"owner_id"}),
        kListFields,
        {"owner_id"},
        {"owner_id"}}},
      {ObjectKind::message,
       {"dm_event.fields",
        "dm_event.fields",
        with(kMessageFields, {"participant_ids", "referenced_tweets", "sender_id"}),
        kMessageFields,
        {"attachments.media_keys", "participant_ids", "referenced_tweets.id", "sender_id"},
        {"attachments.media_keys", "participant_ids", "referenced_posts", "sender_id"}}},
      {ObjectKind::media, {"media.fields", "media.fields", kMediaFields, kMediaFields, {}, {}}},
      {ObjectKind::poll, {"poll.fields", "poll.fields", kPollFields, kPollFields, {}, {}}},
      {ObjectKind::place, {"place.fields", "place.fields", kPlaceFields, kPlaceFields, {}, {}}},
  };
  return all;
}

struct Renaming {
  std::string_view before, after;
};
constexpr std::array<Renaming, 8> kRenamings = {{
    {"referenced_tweets", "referenced_posts"},
    {"referenced_tweets.id", "referenced_posts"},
    {"note_tweet", "note_post"},
    {"edit_history_tweet_ids", "edit_history_post_ids"},
    {"pinned_tweet_id", "pinned_post_id"},
    {"most_recent_tweet_id", "most_recent_post_id"},
    {"retweet_count", "repost_count"},
    {"tweet_count", "post_count"},
}};

// Returns the field with the reference that an expansion follows; it is selected too.
std::string_view field_of_expansion(std::string_view name) { return name.substr(0, name.find('.')); }

}  // namespace

std::span<const std::string_view> field_names(ObjectKind kind, Generation generation) {
  const KindNames& names = names_of_kinds().at(kind);
  return generation == Generation::old_names ? names.old_fields : names.new_fields;
}

std::span<const std::string_view> expansion_names(ObjectKind kind, Generation generation) {
  const KindNames& names = names_of_kinds().at(kind);
  return generation == Generation::old_names ? names.old_expansions : names.new_expansions;
}

std::string_view fields_parameter(ObjectKind kind, Generation generation) {
  const KindNames& names = names_of_kinds().at(kind);
  return generation == Generation::old_names ? names.old_parameter : names.new_parameter;
}

std::string_view to_old_name(std::string_view name) {
  for (const Renaming& renaming : kRenamings)
    if (renaming.after == name) return renaming.before;
  return name;
}

std::string_view to_spelling(std::string_view old_name, Generation generation) {
  if (generation == Generation::old_names) return old_name;
  for (const Renaming& renaming : kRenamings)
    if (renaming.before == old_name) return renaming.after;
  return old_name;
}

std::set<std::string, std::less<>>& Selection::of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::post:
      return post;
    case ObjectKind::user:
      return user;
    case ObjectKind::list:
      return list;
    case ObjectKind::message:
      return message;
    case ObjectKind::media:
      return media;
    case ObjectKind::poll:
      return poll;
    default:
      return place;
  }
}

Selection default_selection(Generation generation) {
  Selection out;
  out.generation = generation;
  out.post = {"edit_history_tweet_ids", "id", "text"};
  out.user = {"id", "name", "username"};
  out.list = {"id", "name"};
  out.message = {"event_type", "id", "text"};
  out.media = {"media_key", "type"};
  out.poll = {"id", "options"};
  out.place = {"full_name", "id"};
  return out;
}

Selection full_selection(Generation generation) {
  Selection out = default_selection(generation);
  for (const auto& [kind, names] : names_of_kinds())
    for (const std::string_view name : names.old_fields) out.of(kind).emplace(name);
  for (const char* dear : {"non_public_metrics", "organic_metrics", "promoted_metrics"}) out.post.erase(dear);
  return out;
}

void add_expansion(Selection& selection, ObjectKind main, std::string_view name) {
  if (selection.generation == Generation::new_names && name == "referenced_posts") {
    selection.expansions.emplace("referenced_tweets.id");
    selection.of(main).emplace("referenced_tweets");
    if (main == ObjectKind::message) return;
    // 2.167 has no names for the objects that a referenced post refers to: the same expansions apply to that
    // post too.
    selection.expansions.emplace("referenced_tweets.id.author_id");
    selection.expansions.emplace("referenced_tweets.id.attachments.media_keys");
    return;
  }
  const std::string_view old_name = to_old_name(name);
  selection.expansions.emplace(old_name);
  if (main == ObjectKind::message || main == ObjectKind::post || main == ObjectKind::user ||
      main == ObjectKind::list)
    selection.of(main).emplace(field_of_expansion(old_name));
}

}  // namespace sandbox
