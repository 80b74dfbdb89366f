#include "connectors/twitter/auth.hpp"
#include "connectors/twitter/export_names.hpp"
#include "lib/connector/descriptor.hpp"

/// What is known of X (Twitter) without asking it: facts, no behaviour. Prices and limits are
/// those of X's own documentation in 2026.
namespace locker::connectors::twitter {
namespace {

using connector::kExportRank;
using connector::kPartialExportRank;
using connector::Order;
using connector::Price;
using connector::Stream;
using connector::Type;

constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kMonth = 30 * kDay;

/// Reading what is one's own, with an app that is one's own; other posts; other people, messages.
constexpr std::int64_t kOwned = 1'000, kPost = 5'000, kPerson = 10'000;

/// Page sizes: the least the service takes, the first where nothing new is expected, the most.
constexpr int kAllPosts = 100, kAllPeople = 1'000;
/// With pages of 100 the bookmarks end too early; with 20 they are told to the end, as far as anybody saw.
constexpr int kAllBookmarks = 20;

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

/// What only the archive tells.
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
  type.people_in_text = true;
  return type;
}

Stream own_posts(std::string name, std::string title, std::int64_t depth, std::string count) {
  Stream stream;
  stream.name = std::move(name);
  stream.title = std::move(title);
  stream.type = "status/twitter";
  stream.order = Order::by_id;
  stream.page_least = 5;
  stream.page_first = stream.page_most = kAllPosts;
  stream.depth_cap = depth;
  stream.price = {.resource = "post", .each = kOwned, .each_included = kPost};
  stream.interval_s = 15 * kMinute;
  stream.count_field = std::move(count);
  return stream;
}

Stream profile() {
  Stream stream;
  stream.name = "profile";
  stream.title = "your own profile";
  stream.type = "profile/twitter";
  stream.order = Order::single;
  stream.page_first = stream.page_most = 1;
  stream.price = {.resource = "user", .each = kPerson, .each_included = kPost};
  stream.interval_s = kDay;
  return stream;
}

Stream likes() {
  Stream stream;
  stream.name = "likes";
  stream.title = "posts you like";
  stream.type = "status/twitter";
  stream.page_least = stream.page_first = 5;
  stream.page_most = kAllPosts;
  stream.price = {.resource = "post", .each = kOwned, .each_included = kPost};
  stream.scopes = {"like.read"};
  stream.full_interval_s = kMonth;
  stream.count_field = "public_metrics.like_count";
  return stream;
}

Stream bookmarks() {
  Stream stream;
  stream.name = "bookmarks";
  stream.title = "posts you bookmarked";
  stream.type = "status/twitter";
  stream.page_first = 5;
  stream.page_most = kAllBookmarks;
  stream.price = {.resource = "post", .each = kOwned, .each_included = kPost};
  stream.scopes = {"bookmark.read"};
  stream.full_interval_s = kMonth;
  stream.may_end_early = true;
  return stream;
}

Stream bookmark_folders() {
  Stream stream;
  stream.name = "bookmark-folders";
  stream.title = "folders of your bookmarks, and what is in them";
  stream.type = "folder/twitter";
  stream.page_first = 2;
  stream.page_most = kAllPosts;
  stream.price = {.resource = "bookmark folder", .each = kOwned};
  stream.scopes = {"bookmark.read"};
  stream.interval_s = kDay;
  stream.full_interval_s = kMonth;
  stream.parts_of = "bookmark-folders";
  stream.part_page = 20;
  stream.parts_refreshed_by = "bookmarks";
  stream.known_gap =
      "X tells at most about 20 posts of a folder, and only their ids; a bookmark that is put into one later "
      "is "
      "found when others come or go, after a month, or by --full";
  return stream;
}

Stream follows(std::string name, std::string title, std::string count) {
  Stream stream;
  stream.name = std::move(name);
  stream.title = std::move(title);
  stream.type = "contact/twitter";
  stream.page_first = 5;
  stream.page_most = kAllPeople;
  stream.price = {.resource = "user", .each = kOwned};
  stream.scopes = {"follows.read"};
  stream.interval_s = 6 * kHour;
  stream.full_interval_s = kMonth;
  stream.count_field = std::move(count);
  return stream;
}

Stream shut_out(std::string name, std::string title, std::string scope) {
  Stream stream;
  stream.name = std::move(name);
  stream.title = std::move(title);
  stream.type = "contact/twitter";
  stream.page_first = 2;
  stream.page_most = kAllPeople;
  stream.price = {.resource = "user", .each = kOwned};
  stream.scopes = {std::move(scope)};
  stream.interval_s = kDay;
  stream.full_interval_s = kMonth;
  return stream;
}

Stream own_lists() {
  Stream stream;
  stream.name = "lists";
  stream.title = "lists you own or follow";
  stream.type = "list/twitter";
  stream.page_first = 2;
  stream.page_most = 100;
  stream.price = {.resource = "list", .each = kOwned, .each_included = kPerson};
  stream.scopes = {"list.read"};
  stream.interval_s = kDay;
  stream.full_interval_s = kMonth;
  stream.fixed_parts = {"owned", "followed"};
  return stream;
}

Stream home() {
  Stream stream = own_posts("home", "your home timeline", 3'200, "");
  stream.page_least = 1;
  stream.price.each = kPost;
  stream.on_by_default = false;
  stream.off_because = "dear: $0.005 a post, up to $16 at first";
  stream.only_recent = true;
  stream.known_gap = "X tells the newest 3,200 posts or 7 days";
  return stream;
}

Stream direct_messages() {
  Stream stream;
  stream.name = "dms";
  stream.title = "direct messages";
  stream.type = "message/twitter";
  stream.page_first = 5;
  stream.page_most = 100;
  stream.price = {.resource = "message", .each = kPerson, .each_included = kPerson};
  stream.scopes = {"dm.read"};
  stream.on_by_default = false;
  stream.off_because = "private, and dear: $0.010 a message";
  stream.only_recent = true;
  stream.known_gap = "X tells the last 30 days, and nothing of encrypted chats";
  return stream;
}

Stream list_members() {
  Stream stream;
  stream.name = "list-members";
  stream.title = "members of your lists";
  stream.type = "contact/twitter";
  stream.page_first = 2;
  stream.page_most = 100;
  stream.price = {.resource = "user", .each = kPerson};
  stream.scopes = {"list.read"};
  stream.on_by_default = false;
  stream.off_because = "dear: $0.010 a member";
  stream.interval_s = kDay;
  stream.full_interval_s = kMonth;
  stream.parts_of = "lists";
  return stream;
}

connector::Connector describe() {
  connector::Connector twitter;
  twitter.id = "twitter";
  twitter.title = "X (Twitter)";
  twitter.description = "posts, mentions, likes, bookmarks, follows, lists and messages, through X API v2";
  twitter.api_base = "https://api.x.com";
  twitter.api_variable = "LOCKER_TWITTER_API";
  twitter.handle_prefix = "@";
  twitter.sign_in = sign_in();
  twitter.types = {
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
  twitter.streams = {profile(),
                     own_posts("tweets", "your posts", 3'200, "public_metrics.tweet_count"),
                     own_posts("mentions", "posts that mention you", 800, ""),
                     likes(),
                     bookmarks(),
                     bookmark_folders(),
                     follows("followers", "people who follow you", "public_metrics.followers_count"),
                     follows("following", "people you follow", "public_metrics.following_count"),
                     own_lists(),
                     shut_out("blocks", "people you block", "block.read"),
                     shut_out("mutes", "people you mute", "mute.read"),
                     home(),
                     direct_messages(),
                     list_members()};
  return twitter;
}

}  // namespace

const connector::Connector& facts() {
  static const connector::Connector twitter = describe();
  return twitter;
}

}  // namespace locker::connectors::twitter
