#include <algorithm>

#include "connectors/twitter/archive.hpp"

namespace locker::connectors::twitter {
namespace {

using imports::Disposition;

/// In the order of the streams, so that an import commits in that order too.
constexpr ArchiveMember kMembers[] = {
    {.name = imports::kManifest, .disposition = Disposition::skipped},
    // It contains the e-mail address. The archive's owner is read from it in any case.
    {.name = "account", .disposition = Disposition::confidential, .map = map_account},
    {.name = "profile", .map = map_profile, .turn = 1},
    {.name = "screen-name-change", .map = map_name_change, .turn = 2},
    {.name = "tweets", .map = map_post, .turn = 10, .stream = "tweets"},
    {.name = "community-tweet", .map = map_post, .turn = 11, .stream = "tweets", .is_supplement = true},
    {.name = "twitter-circle-tweet", .map = map_post, .turn = 12, .stream = "tweets", .is_supplement = true},
    {.name = "tweet-headers",
     .map = map_post_header,
     .turn = 13,
     .stream = "tweets",
     .unless = "tweets",
     .lists_whole_stream = true},
    {.name = "deleted-tweets", .map = map_deleted_post, .turn = 14},
    {.name = "deleted-tweet-headers", .map = map_deleted_post_header, .turn = 15, .unless = "deleted-tweets"},
    {.name = "note-tweet", .map = map_note, .turn = 16, .stream = "tweets", .is_supplement = true},
    {.name = "deleted-note-tweet", .map = map_deleted_note, .turn = 17},
    {.name = "like", .map = map_like, .turn = 20, .stream = "likes"},
    {.name = "bookmark", .map = map_bookmark, .turn = 21, .stream = "bookmarks"},
    {.name = "follower", .map = map_person, .turn = 22, .stream = "followers"},
    {.name = "following", .map = map_person, .turn = 23, .stream = "following"},
    {.name = "lists-created", .map = map_list, .turn = 24},
    {.name = "lists-member", .map = map_list, .turn = 25},
    {.name = "lists-subscribed", .map = map_list, .turn = 26},
    {.name = "block", .map = map_person, .turn = 27, .stream = "blocks"},
    {.name = "mute", .map = map_person, .turn = 28, .stream = "mutes"},
    {.name = "direct-messages", .map = map_message, .turn = 30, .gap_stream = "dms"},
    {.name = "direct-messages-group", .map = map_message, .turn = 31, .gap_stream = "dms"},
    {.name = "direct-message-headers", .map = map_message, .turn = 32, .unless = "direct-messages"},
    {.name = "direct-message-group-headers",
     .map = map_message,
     .turn = 33,
     .unless = "direct-messages-group"},
};

/// Members whose elements are all stored, by map_item().
constexpr std::string_view kItems[] = {
    "account-label",
    "account-suspension",
    "account-timezone",
    "article",
    "article-metadata",
    "birdwatch-note",
    "birdwatch-note-rating",
    "birdwatch-note-tombstone",
    "birdwatch-rating",
    "catalog-item",
    "commerce-catalog",
    "community-note",
    "community-note-api-test-note",
    "community-note-batsignal",
    "community-note-rating",
    "community-note-tombstone",
    "direct-message-mute",
    "fleet",
    "fleet-mute",
    "fleets",
    "grok-chat-item",
    "message-event",
    "moment",
    "periscope-broadcast-metadata",
    "periscope-comments-made-by-user",
    "periscope-expired-broadcasts",
    "periscope-followers",
    "periscope-profile-description",
    "product-drop",
    "product-set",
    "professional-data",
    "protected-history",
    "reply-prompt",
    "saved-search",
    "shop-module",
    "shopify-account",
    "smartblock",
    "spaces-metadata",
    "tweetdeck",
    "twitter-article",
    "twitter-article-metadata",
    "twitter-circle",
    "twitter-circle-member",
    "twitter-shop",
    "verified",
    "verified-organization",
};

/// Locations, devices, and data about the user from elsewhere: imported only on request.
constexpr std::string_view kPrivate[] = {
    "account-creation-ip",
    "ageinfo",
    "app",
    "audio-video-calls-in-dm",
    "audio-video-calls-in-dm-recipient-sessions",
    "branch-links",
    "connected-application",
    "contact",
    "device-token",
    "email-address-change",
    "expanded-profile",
    "ip-audit",
    "key-registry",
    "ni-devices",
    "periscope-account-information",
    "periscope-ban-information",
    "personalization",
    "phone-number",
    "sso",
    "user-link-clicks",
};
/// Everything about advertising: `ad-impressions`, `ads-revenue-sharing`, and members that may be added
/// later.
constexpr std::string_view kPrivateBeginnings[] = {"ad-", "ads-"};

/// Names of members in other years.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"tweet", "tweets"},
    {"bookmarks", "bookmark"},
    {"likes", "like"},
    {"followers", "follower"},
    {"deleted-tweet", "deleted-tweets"},
    {"note-tweets", "note-tweet"},
    {"direct-message", "direct-messages"},
    {"direct-message-group", "direct-messages-group"},
    {"direct-messages-headers", "direct-message-headers"},
    {"direct-messages-group-headers", "direct-message-group-headers"},
    {"community-tweets", "community-tweet"},
    {"profiles", "profile"},
};

template <std::size_t N>
const ArchiveMember* among(const std::string_view (&names)[N], std::string_view name,
                           const ArchiveMember& what) {
  return std::ranges::find(names, name) == std::end(names) ? nullptr : &what;
}

}  // namespace

const ArchiveMember* archive_member(std::string_view name) {
  static constexpr ArchiveMember kItem{.name = "", .map = map_item, .turn = 40};
  static constexpr ArchiveMember kConfidential{
      .name = "", .disposition = Disposition::confidential, .map = map_item, .turn = 50};
  const auto other =
      std::ranges::find(kOtherNames, name, &std::pair<std::string_view, std::string_view>::first);
  if (other != std::end(kOtherNames)) name = other->second;
  const auto known = std::ranges::find(kMembers, name, &ArchiveMember::name);
  if (known != std::end(kMembers)) return known;
  for (const auto beginning : kPrivateBeginnings)
    if (name.starts_with(beginning)) return &kConfidential;
  if (const auto* item = among(kItems, name, kItem)) return item;
  return among(kPrivate, name, kConfidential);
}

}  // namespace locker::connectors::twitter
