#include "sandbox/endpoints.hpp"

#include <array>

namespace sandbox {
namespace {

constexpr std::string_view kRead = "tweet.read users.read";
constexpr std::string_view kLikes = "tweet.read users.read like.read";
constexpr std::string_view kBookmarks = "tweet.read users.read bookmark.read";
constexpr std::string_view kFollows = "tweet.read users.read follows.read";
constexpr std::string_view kBlocks = "tweet.read users.read block.read";
constexpr std::string_view kMutes = "tweet.read users.read mute.read";
constexpr std::string_view kLists = "tweet.read users.read list.read";
constexpr std::string_view kMessages = "tweet.read users.read dm.read";

constexpr std::string_view kTimes = "since_id until_id start_time end_time";
constexpr std::string_view kTimesExclude = "since_id until_id start_time end_time exclude";

constexpr PageSizes kFive{5, 100, 10}, kHundred{1, 100, 100}, kThousand{1, 1000, 100}, kLiked{5, 100, 100};

// Marks an endpoint that the program does not use.
constexpr Endpoint beside(Endpoint endpoint) {
  endpoint.is_for_the_program = false;
  return endpoint;
}

constexpr Endpoint pages_by_new_names(Endpoint endpoint) {
  endpoint.pages_by_new_names = true;
  return endpoint;
}

constexpr std::array kEndpoints = {
    Endpoint{"/2/users/me", "", Answering::one, ObjectKind::user, kRead, 75, {}},
    Endpoint{"/2/users/:id/tweets", "tweets", Answering::page, ObjectKind::post, kRead, 900, kFive, 3200,
             kTimesExclude},
    Endpoint{"/2/users/:id/mentions", "mentions", Answering::page, ObjectKind::post, kRead, 300, kFive, 800,
             kTimes},
    Endpoint{"/2/users/:id/timelines/reverse_chronological", "home", Answering::page, ObjectKind::post, kRead,
             180, kHundred, 3200, kTimesExclude, true},
    Endpoint{"/2/users/:id/liked_tweets", "liked_tweets", Answering::page, ObjectKind::post, kLikes, 75,
             kLiked},
    Endpoint{"/2/users/:id/bookmarks", "bookmarks", Answering::page, ObjectKind::post, kBookmarks, 180,
             kHundred, 0, "", true},
    Endpoint{"/2/users/:id/bookmarks/folders", "folders", Answering::page, ObjectKind::list,
             "users.read bookmark.read", 50, kHundred, 0, "", true, true},
    pages_by_new_names(Endpoint{"/2/users/:id/bookmarks/folders/:fid", "folders/", Answering::page,
                                ObjectKind::post, kBookmarks, 50, kHundred, 20, "", true, true}),
    Endpoint{"/2/users/:id/followers", "followers", Answering::page, ObjectKind::user, kFollows, 300,
             kThousand},
    Endpoint{"/2/users/:id/following", "following", Answering::page, ObjectKind::user, kFollows, 300,
             kThousand},
    Endpoint{"/2/users/:id/blocking", "blocking", Answering::page, ObjectKind::user, kBlocks, 15, kThousand,
             0, "", true},
    Endpoint{"/2/users/:id/muting", "muting", Answering::page, ObjectKind::user, kMutes, 15, kThousand, 0, "",
             true},
    Endpoint{"/2/users/:id/owned_lists", "owned_lists", Answering::page, ObjectKind::list, kLists, 15,
             kHundred},
    Endpoint{"/2/users/:id/followed_lists", "followed_lists", Answering::page, ObjectKind::list, kLists, 15,
             kHundred},
    beside(Endpoint{"/2/users/:id/list_memberships", "list_memberships", Answering::page, ObjectKind::list,
                    kLists, 75, kHundred}),
    beside(Endpoint{"/2/users/:id/pinned_lists",
                    "pinned_lists",
                    Answering::page,
                    ObjectKind::list,
                    kLists,
                    15,
                    {},
                    0,
                    "",
                    true}),
    beside(Endpoint{"/2/lists/:id", "", Answering::one, ObjectKind::list, kLists, 75, {}}),
    Endpoint{"/2/lists/:id/members", "members/", Answering::page, ObjectKind::user, kLists, 900, kHundred},
    Endpoint{"/2/tweets", "", Answering::several, ObjectKind::post, kRead, 5000, {}, 0, "ids"},
    beside(Endpoint{"/2/tweets/:id", "", Answering::one, ObjectKind::post, kRead, 900, {}}),
    Endpoint{"/2/users", "", Answering::several, ObjectKind::user, kRead, 900, {}, 0, "ids"},
    beside(Endpoint{"/2/users/:id", "", Answering::one, ObjectKind::user, kRead, 900, {}}),
    Endpoint{"/2/dm_events", "dm_events", Answering::page, ObjectKind::message, kMessages, 15, kHundred, 0,
             "event_types"},
    beside(Endpoint{"/2/dm_conversations/:id/dm_events", "dm_events", Answering::page, ObjectKind::message,
                    kMessages, 15, kHundred, 0, "event_types"}),
    beside(Endpoint{"/2/dm_conversations/with/:id/dm_events", "dm_events", Answering::page,
                    ObjectKind::message, kMessages, 15, kHundred, 0, "event_types"}),
};

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool matches(std::string_view pattern, std::string_view path, Route& out) {
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const std::string_view wanted = take_segment(pattern), given = take_segment(path);
    if (wanted.starts_with(':') && !given.empty())
      (out.id.empty() ? out.id : out.second) = given;
    else if (wanted != given)
      return false;
  }
  return pattern.empty() && path.empty();
}

}  // namespace

std::span<const Endpoint> endpoints() { return kEndpoints; }

std::optional<Route> route(std::string_view path) {
  for (const Endpoint& endpoint : kEndpoints) {
    Route out;
    out.endpoint = &endpoint;
    if (matches(endpoint.pattern, path, out)) return out;
  }
  return std::nullopt;
}

}  // namespace sandbox
