#include "connectors/twitter/requests.hpp"

#include <algorithm>
#include <array>

#include "lib/base/error.hpp"
#include "lib/base/replace.hpp"

namespace locker::connectors::twitter {
namespace {

/// The fields requested for each kind of object, in one generation of names. Other fields are either large,
/// or available for posts of the last 30 days only and refused for others.
struct Names {
  http::Headers posts, people, profile, lists, messages;
};

constexpr char kMediaFields[] =
    "media_key,type,url,preview_image_url,variants,width,height,duration_ms,alt_text";
constexpr char kPollFields[] = "id,options,duration_minutes,end_datetime,voting_status";
constexpr char kPlaceFields[] = "id,full_name,name,country,country_code,place_type,geo,contained_within";
constexpr char kUserFields[] =
    "created_at,description,entities,location,name,profile_image_url,protected,public_metrics,url,username,"
    "verified,verified_type";

const Names& old_names() {
  static const Names names = {
      .posts = {{"tweet.fields",
                 "created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,attachments,"
                 "entities,note_tweet,lang,source,possibly_sensitive,public_metrics,reply_settings,"
                 "edit_controls,edit_history_tweet_ids,geo,withheld,card_uri,community_id,article"},
                {"expansions",
                 "author_id,attachments.media_keys,attachments.poll_ids,geo.place_id,referenced_tweets.id,"
                 "referenced_tweets.id.author_id,referenced_tweets.id.attachments.media_keys,"
                 "edit_history_tweet_ids"},
                {"media.fields", kMediaFields},
                {"poll.fields", kPollFields},
                {"place.fields", kPlaceFields},
                {"user.fields", kUserFields}},
      .people = {{"user.fields", kUserFields}},
      .profile = {{"user.fields", std::string(kUserFields) + ",pinned_tweet_id,profile_banner_url"}},
      .lists = {{"list.fields", "created_at,description,follower_count,member_count,name,owner_id,private"},
                {"expansions", "owner_id"},
                {"user.fields", kUserFields}},
      .messages = {{"dm_event.fields",
                    "id,text,event_type,created_at,dm_conversation_id,sender_id,participant_ids,"
                    "referenced_tweets,attachments,entities"},
                   {"expansions", "sender_id,participant_ids,attachments.media_keys"},
                   {"media.fields", kMediaFields},
                   {"user.fields", kUserFields}},
  };
  return names;
}

const Names& new_names() {
  static const Names names = {
      .posts = {{"post.fields",
                 "created_at,conversation_id,attachments,entities,note_post,lang,source,possibly_sensitive,"
                 "public_metrics,reply_settings,edit_controls,geo,withheld,card_uri,community_id,article"},
                {"expansions",
                 "author_id,in_reply_to_user_id,attachments.media_keys,attachments.poll_ids,geo.place_id,"
                 "referenced_posts,edit_history_post_ids"},
                {"media.fields", kMediaFields},
                {"poll.fields", kPollFields},
                {"place.fields", kPlaceFields},
                {"user.fields", kUserFields}},
      .people = {{"user.fields", kUserFields}},
      .profile = {{"user.fields", std::string(kUserFields) + ",profile_banner_url"},
                  {"expansions", "pinned_post_id"}},
      .lists = {{"list.fields", "created_at,description,follower_count,member_count,name,private"},
                {"expansions", "owner_id"},
                {"user.fields", kUserFields}},
      .messages = {{"dm_event.fields",
                    "id,text,event_type,created_at,dm_conversation_id,attachments,entities"},
                   {"expansions", "sender_id,participant_ids,attachments.media_keys,referenced_posts"},
                   {"media.fields", kMediaFields},
                   {"user.fields", kUserFields}},
  };
  return names;
}

const Names& names_of(const sync::ServiceAddress& service) {
  return service.dialect == kNewNames ? new_names() : old_names();
}

/// The path of a stream or of one of its parts; `{id}` is the user, `{part}` the part.
struct Endpoint {
  std::string_view stream, part, path;
  http::Headers Names::*fields;  ///< null: the endpoint takes none
};

constexpr std::string_view kAnyPart = "*";
constexpr std::array kEndpoints = {
    Endpoint{"profile", "", "/2/users/me", &Names::profile},
    Endpoint{"tweets", "", "/2/users/{id}/tweets", &Names::posts},
    Endpoint{"mentions", "", "/2/users/{id}/mentions", &Names::posts},
    Endpoint{"likes", "", "/2/users/{id}/liked_tweets", &Names::posts},
    Endpoint{"bookmarks", "", "/2/users/{id}/bookmarks", &Names::posts},
    Endpoint{"bookmark-folders", "", "/2/users/{id}/bookmarks/folders", nullptr},
    Endpoint{"bookmark-folders", kAnyPart, "/2/users/{id}/bookmarks/folders/{part}", nullptr},
    Endpoint{"followers", "", "/2/users/{id}/followers", &Names::people},
    Endpoint{"following", "", "/2/users/{id}/following", &Names::people},
    Endpoint{"lists", "owned", "/2/users/{id}/owned_lists", &Names::lists},
    Endpoint{"lists", "followed", "/2/users/{id}/followed_lists", &Names::lists},
    Endpoint{"blocks", "", "/2/users/{id}/blocking", &Names::people},
    Endpoint{"mutes", "", "/2/users/{id}/muting", &Names::people},
    Endpoint{"home", "", "/2/users/{id}/timelines/reverse_chronological", &Names::posts},
    Endpoint{"dms", "", "/2/dm_events", &Names::messages},
    Endpoint{"list-members", kAnyPart, "/2/lists/{part}/members", &Names::people},
};

const Endpoint& endpoint_of(std::string_view stream, std::string_view part) {
  const auto found = std::ranges::find_if(kEndpoints, [&](const Endpoint& endpoint) {
    return endpoint.stream == stream &&
           (endpoint.part == part || (endpoint.part == kAnyPart && !part.empty()));
  });
  if (found == kEndpoints.end())
    throw Error(ErrorKind::usage, "there is nothing to read for stream \"" + std::string(stream) + "\"");
  return *found;
}

http::Request get(std::string url, const http::Headers& parameters) {
  if (!parameters.empty()) url += "?" + http::form_encode(parameters);
  http::Request request;
  request.url = std::move(url);
  return request;
}

}  // namespace

http::Request me_request(const sync::ServiceAddress& service) {
  return get(service.api_base + "/2/users/me", names_of(service).profile);
}

http::Request page_request(const sync::PageQuery& query) {
  const Endpoint& endpoint = endpoint_of(query.stream->name, query.part);
  http::Headers parameters;
  if (query.size > 0) parameters.emplace_back("max_results", std::to_string(query.size));
  if (!query.since_id.empty()) parameters.emplace_back("since_id", query.since_id);
  if (!query.token.empty()) parameters.emplace_back("pagination_token", query.token);
  if (endpoint.fields) {
    const auto& fields = names_of(query.service).*endpoint.fields;
    parameters.insert(parameters.end(), fields.begin(), fields.end());
  }
  const std::string path =
      replaced(std::string(endpoint.path), "{id}", http::percent_encode(query.service.user_id));
  return get(query.service.api_base + replaced(path, "{part}", http::percent_encode(query.part)), parameters);
}

http::Request lookup_request(const sync::LookupQuery& query) {
  std::string ids;
  for (const auto& id : query.ids) ids.append(ids.empty() ? "" : ",").append(id);
  http::Headers parameters = {{"ids", ids}};
  const Names& names = names_of(query.service);
  const auto& fields = query.of_people ? names.people : names.posts;
  parameters.insert(parameters.end(), fields.begin(), fields.end());
  return get(query.service.api_base + (query.of_people ? "/2/users" : "/2/tweets"), parameters);
}

}  // namespace locker::connectors::twitter
