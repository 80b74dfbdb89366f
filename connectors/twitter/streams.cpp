#include "connectors/twitter/streams.hpp"

#include <utility>

#include "lib/connector/seconds.hpp"

namespace locker::connectors::twitter {
namespace {

using connector::kDay;
using connector::kHour;
using connector::kMinute;
using connector::kMonth;
using connector::Order;
using connector::Price;
using connector::Stream;

/// Prices of reading: the user's own data through the user's own app; other posts; other people and messages.
constexpr std::int64_t kOwned = 1'000, kPost = 5'000, kPerson = 10'000;

/// Maximum page sizes.
constexpr int kAllPosts = 100, kAllPeople = 1'000;
/// With pages of 100 the list of bookmarks ends too early; with 20 it has been complete as far as observed.
constexpr int kAllBookmarks = 20;

Stream own_posts(std::string name, std::string title, std::int64_t depth, std::string count) {
  Stream stream;
  stream.name = std::move(name);
  stream.title = std::move(title);
  stream.type = "status/twitter";
  stream.order = Order::by_id;
  stream.min_page_size = stream.initial_page_size = 5;
  stream.max_page_size = kAllPosts;
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
  stream.initial_page_size = stream.max_page_size = 1;
  stream.price = {.resource = "user", .each = kPerson, .each_included = kPost};
  stream.interval_s = kDay;
  return stream;
}

Stream likes() {
  Stream stream;
  stream.name = "likes";
  stream.title = "posts you like";
  stream.type = "status/twitter";
  stream.min_page_size = stream.initial_page_size = 5;
  stream.max_page_size = kAllPosts;
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
  stream.initial_page_size = 5;
  stream.max_page_size = kAllBookmarks;
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
  stream.initial_page_size = 2;
  stream.max_page_size = kAllPosts;
  stream.price = {.resource = "bookmark folder", .each = kOwned};
  stream.scopes = {"bookmark.read"};
  stream.interval_s = kDay;
  stream.full_interval_s = kMonth;
  stream.parts_of = "bookmark-folders";
  stream.max_part_size = 20;
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
  stream.initial_page_size = 5;
  stream.max_page_size = kAllPeople;
  stream.price = {.resource = "user", .each = kOwned};
  stream.scopes = {"follows.read"};
  stream.interval_s = 6 * kHour;
  stream.full_interval_s = kMonth;
  stream.count_field = std::move(count);
  return stream;
}

Stream exclusion_stream(std::string name, std::string title, std::string scope) {
  Stream stream;
  stream.name = std::move(name);
  stream.title = std::move(title);
  stream.type = "contact/twitter";
  stream.initial_page_size = 2;
  stream.max_page_size = kAllPeople;
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
  stream.initial_page_size = 2;
  stream.max_page_size = 100;
  stream.price = {.resource = "list", .each = kOwned, .each_included = kPerson};
  stream.scopes = {"list.read"};
  stream.interval_s = kDay;
  stream.full_interval_s = kMonth;
  stream.fixed_parts = {"owned", "followed"};
  return stream;
}

Stream home() {
  Stream stream = own_posts("home", "your home timeline", 3'200, "");
  stream.min_page_size = 1;
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
  stream.initial_page_size = 5;
  stream.max_page_size = 100;
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
  stream.initial_page_size = 2;
  stream.max_page_size = 100;
  stream.price = {.resource = "user", .each = kPerson};
  stream.scopes = {"list.read"};
  stream.on_by_default = false;
  stream.off_because = "dear: $0.010 a member";
  stream.interval_s = kDay;
  stream.full_interval_s = kMonth;
  stream.parts_of = "lists";
  return stream;
}

}  // namespace

std::vector<Stream> streams() {
  return {profile(),
          own_posts("tweets", "your posts", 3'200, "public_metrics.tweet_count"),
          own_posts("mentions", "posts that mention you", 800, ""),
          likes(),
          bookmarks(),
          bookmark_folders(),
          follows("followers", "people who follow you", "public_metrics.followers_count"),
          follows("following", "people you follow", "public_metrics.following_count"),
          own_lists(),
          exclusion_stream("blocks", "people you block", "block.read"),
          exclusion_stream("mutes", "people you mute", "mute.read"),
          home(),
          direct_messages(),
          list_members()};
}

}  // namespace locker::connectors::twitter
