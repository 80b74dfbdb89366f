#include "sandbox/render.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "sandbox/places.hpp"
#include "sandbox/post_content.hpp"
#include "sandbox/random.hpp"
#include "sandbox/text_builder.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

// Takes a field when it was asked for and has a value; what is absent has no key.
class ObjectWriter {
 public:
  ObjectWriter(const std::set<std::string, std::less<>>& wanted, Generation generation)
      : wanted_(wanted), generation_(generation) {}

  template <class Make>
  ObjectWriter& field(std::string_view name, Make make) {
    if (wanted_.find(name) == wanted_.end()) return *this;
    json value = make();
    if (!value.is_null()) out[std::string(to_spelling(name, generation_))] = std::move(value);
    return *this;
  }

  json out = json::object();

 private:
  const std::set<std::string, std::less<>>& wanted_;
  Generation generation_;
};

json ids_json(const std::vector<Id>& ids) {
  json out = json::array();
  for (const Id id : ids) out.push_back(std::to_string(id));
  return out;
}

json id_json(Id id) { return id ? json(std::to_string(id)) : json(); }
json text_json(const std::string& text) { return text.empty() ? json() : json(text); }

json span_json(int start, int end) { return {{"start", start}, {"end", end}}; }

json url_json(const UrlEntity& entity) {
  json out = span_json(entity.start, entity.end);
  out["url"] = entity.url;
  out["expanded_url"] = entity.expanded;
  out["display_url"] = entity.display;
  if (!entity.media_key.empty()) out["media_key"] = entity.media_key;
  return out;
}

json tag_json(const TagEntity& entity) {
  json out = span_json(entity.start, entity.end);
  out["tag"] = entity.tag;
  return out;
}

json mention_json(const MentionEntity& entity) {
  json out = span_json(entity.start, entity.end);
  out["username"] = entity.username;
  out["id"] = std::to_string(entity.id);
  return out;
}

template <class List, class Make>
void put_list(json& out, const char* name, const List& list, Make make) {
  for (const auto& element : list) out[name].push_back(make(element));
}

json entities_json(const Entities& entities) {
  json out;
  put_list(out, "urls", entities.urls, url_json);
  put_list(out, "hashtags", entities.hashtags, tag_json);
  put_list(out, "cashtags", entities.cashtags, tag_json);
  put_list(out, "mentions", entities.mentions, mention_json);
  return out;
}

const char* reference_name(Reference reference) {
  switch (reference) {
    case Reference::retweeted:
      return "retweeted";
    case Reference::quoted:
      return "quoted";
    default:
      return "replied_to";
  }
}

json references_json(const Post& post) {
  if (post.reference == Reference::none) return {};
  return json::array({{{"type", reference_name(post.reference)}, {"id", std::to_string(post.referenced)}}});
}

json note_json(const PostContent& content) {
  if (!content.note_text) return {};
  json out = {{"text", *content.note_text}};
  json entities = entities_json(content.note_entities);
  if (!entities.is_null()) out["entities"] = std::move(entities);
  return out;
}

json attachments_json(const PostContent& content) {
  json out;
  for (const Media& media : content.media) out["media_keys"].push_back(media_key(media));
  if (content.poll) out["poll_ids"] = {std::to_string(content.poll->id)};
  return out;
}

json edit_controls_json(const std::vector<Id>& history) {
  constexpr std::int64_t kEditableMs = 60 * 60 * 1000;
  return {{"edits_remaining", 6 - static_cast<int>(history.size())},
          {"is_edit_eligible", true},
          {"editable_until", iso_time(snowflake_ms(history.front()) + kEditableMs)}};
}

const char* source_name(std::uint64_t seed) {
  static constexpr std::array<const char*, 3> kSources = {"Twitter Web App", "Twitter for iPhone",
                                                          "Twitter for Android"};
  return kSources[seed % kSources.size()];
}

bool rare(std::uint64_t seed, std::uint64_t what) { return Random(mixed(seed, what)).permille(10); }

json withheld_json() { return {{"copyright", false}, {"country_codes", {"DE", "FR"}}}; }

json non_public_json(std::uint64_t seed) {
  Random random(mixed(seed, 23));
  return {{"impression_count", random.below(90000)}, {"user_profile_clicks", random.below(90)}};
}

}  // namespace

json Renderer::post_metrics(const Post& post) const {
  Random random(mixed(post.seed, 11));
  const auto count = [&](std::uint32_t most) { return random.below(most) + world_.bump(); };
  return {{to_spelling("retweet_count", selection_.generation), count(300)},
          {"reply_count", count(100)},
          {"like_count", count(5000)},
          {"quote_count", count(50)},
          {"bookmark_count", count(80)},
          {"impression_count", count(900000)}};
}

json Renderer::post(const Post& post) const {
  const PostContent content = world_.content(post);
  const std::vector<Id> history = world_.edit_history(post);
  const Post* other = post.referenced ? world_.post(post.referenced) : nullptr;
  ObjectWriter writer(selection_.post, selection_.generation);
  writer.field("id", [&] { return id_json(post.id); })
      .field("text", [&] { return json(content.text); })
      .field("edit_history_tweet_ids", [&] { return ids_json(history); })
      .field("created_at", [&] { return json(iso_time(snowflake_ms(post.id))); })
      .field("author_id", [&] { return id_json(post.author); })
      .field("conversation_id", [&] { return id_json(post.conversation); })
      .field(
          "in_reply_to_user_id",
          [&] { return post.reference == Reference::replied_to && other ? id_json(other->author) : json(); })
      .field("referenced_tweets", [&] { return references_json(post); })
      .field("attachments", [&] { return attachments_json(content); })
      .field("entities", [&] { return entities_json(content.entities); })
      .field("note_tweet", [&] { return note_json(content); })
      .field("lang", [&] { return json(content.lang); })
      .field("source", [&] { return json(source_name(post.seed)); })
      .field("possibly_sensitive", [&] { return json(content.sensitive); })
      .field("public_metrics", [&] { return post_metrics(post); })
      .field("non_public_metrics", [&] { return non_public_json(post.seed); })
      .field("reply_settings", [&] { return json(content.reply_settings); })
      .field("edit_controls", [&] { return edit_controls_json(history); })
      .field("display_text_range",
             [&] {
               return json::array({0, code_points(content.text)});
             })
      .field("card_uri",
             [&] { return content.poll ? json("card://" + std::to_string(content.poll->id)) : json(); })
      .field("community_id", [&] { return rare(post.seed, 3) ? json("1493446837214187523") : json(); })
      .field("withheld", [&] { return rare(post.seed, 5) ? withheld_json() : json(); })
      .field("geo", [&] {
        return content.place < 0 ? json()
                                 : json{{"place_id", places()[static_cast<std::size_t>(content.place)].id}};
      });
  return std::move(writer.out);
}

json Renderer::user_metrics(const User& user) const {
  Random random(mixed(user.seed, 13));
  const auto count = [&](std::uint32_t most) { return random.below(most) + world_.bump(); };
  json out = {{"followers_count", count(20000)},
              {"following_count", count(2000)},
              {to_spelling("tweet_count", selection_.generation), count(90000)},
              {"listed_count", count(300)},
              {"like_count", count(9000)}};
  if (user.id != world_.me()) return out;
  out["followers_count"] = world_.stream("followers").oldest_first().size();
  out["following_count"] = world_.stream("following").oldest_first().size();
  return out;
}

json Renderer::connections(const User& user) const {
  json out = json::array();
  const auto add = [&](const char* stream, const char* name) {
    if (world_.stream(stream).contains(user.id)) out.push_back(name);
  };
  add("blocking", "blocking");
  add("followers", "followed_by");
  add("following", "following");
  add("muting", "muting");
  return out;
}

json Renderer::user(const User& user) const {
  const auto& own = world_.stream("tweets").oldest_first();
  const bool is_me = user.id == world_.me() && !own.empty();
  const std::string link = short_url(mixed(user.seed, 5));
  const std::string site = "https://" + user.first_username + ".example.org";
  constexpr std::int64_t kFirstAccountMs = 1142974214000;
  Random random(mixed(user.seed, 17));
  const std::int64_t created_ms = kFirstAccountMs + static_cast<std::int64_t>(random.below(500000000)) * 1000;
  const bool has_site = random.permille(300);
  ObjectWriter writer(selection_.user, selection_.generation);
  writer.field("id", [&] { return id_json(user.id); })
      .field("name", [&] { return json(user.name); })
      .field("username", [&] { return json(user.username); })
      .field("created_at", [&] { return json(iso_time(created_ms)); })
      .field("description", [&] { return json(user.description); })
      .field("location", [&] { return text_json(user.location); })
      .field("protected", [&] { return json(user.is_protected); })
      .field("verified", [&] { return json(user.verified); })
      .field("verified_type", [&] { return json(user.verified ? "blue" : "none"); })
      .field("profile_image_url",
             [&] {
               return json("https://pbs.twimg.com/profile_images/" + std::to_string(user.id) +
                           "/face_normal.jpg");
             })
      .field("profile_banner_url",
             [&] { return json("https://pbs.twimg.com/profile_banners/" + std::to_string(user.id) + "/1"); })
      .field("url", [&] { return has_site ? json(link) : json(); })
      .field("entities",
             [&] {
               if (!has_site) return json();
               return json{
                   {"url", {{"urls", {url_json({0, code_points(link), link, site, site.substr(8), ""})}}}}};
             })
      .field("public_metrics", [&] { return user_metrics(user); })
      .field("connection_status", [&] { return connections(user); })
      .field("pinned_tweet_id", [&] { return is_me ? id_json(own.front().id) : json(); })
      .field("most_recent_tweet_id", [&] { return is_me ? id_json(own.back().id) : json(); });
  return std::move(writer.out);
}

json Renderer::list(const List& list) const {
  Random random(mixed(list.id, 19));
  const std::int64_t followers = random.below(40) + world_.bump();
  ObjectWriter writer(selection_.list, selection_.generation);
  writer.field("id", [&] { return id_json(list.id); })
      .field("name", [&] { return json(list.name); })
      .field("created_at", [&] { return json(iso_time(snowflake_ms(list.id))); })
      .field("description", [&] { return json(list.description); })
      .field("follower_count", [&] { return json(followers); })
      .field("member_count",
             [&] { return json(world_.stream("members/" + std::to_string(list.id)).oldest_first().size()); })
      .field("owner_id", [&] { return id_json(list.owner); })
      .field("private", [&] { return json(list.is_private); });
  return std::move(writer.out);
}

json Renderer::message(const DirectMessage& message) const {
  ObjectWriter writer(selection_.message, selection_.generation);
  writer.field("id", [&] { return id_json(message.id); })
      .field("event_type", [&] { return json(message.event_type); })
      .field("text", [&] { return message.event_type == "MessageCreate" ? json(message.text) : json(); })
      .field("created_at", [&] { return json(iso_time(snowflake_ms(message.id))); })
      .field("dm_conversation_id", [&] { return json(message.conversation); })
      .field("sender_id", [&] { return id_json(message.sender); })
      .field("participant_ids",
             [&] { return message.participants.empty() ? json() : ids_json(message.participants); })
      .field(
          "referenced_tweets",
          [&] {
            return message.referenced ? json::array({{{"id", std::to_string(message.referenced)}}}) : json();
          })
      .field("entities", [&] { return entities_json(message.entities); })
      .field("attachments", [&] {
        json out;
        for (const Media& media : message.media) out["media_keys"].push_back(media_key(media));
        return out;
      });
  return std::move(writer.out);
}

std::string Renderer::media_url(const Media& media, const std::string& ending) const {
  if (!media_base_.empty()) return media_base_ + "/media/" + media_key(media) + ending;
  const char* folder =
      media.type == MediaType::photo ? "https://pbs.twimg.com/media/" : "https://video.twimg.com/";
  return folder + media_key(media) + ending;
}

json Renderer::variants(const Media& media) const {
  if (media.type == MediaType::photo) return {};
  const auto film = [&](int bit_rate) {
    return json{{"bit_rate", bit_rate},
                {"content_type", "video/mp4"},
                {"url", media_url(media, "-" + std::to_string(bit_rate) + ".mp4")}};
  };
  if (media.type == MediaType::animated_gif) return json::array({film(0)});
  return json::array({film(832000),
                      {{"content_type", "application/x-mpegURL"}, {"url", media_url(media, ".m3u8")}},
                      film(2176000),
                      film(256000)});
}

json Renderer::media(const Media& media) const {
  static constexpr std::array<const char*, 3> kTypes = {"photo", "video", "animated_gif"};
  const bool photo = media.type == MediaType::photo;
  ObjectWriter writer(selection_.media, selection_.generation);
  writer.field("media_key", [&] { return json(media_key(media)); })
      .field("type", [&] { return json(kTypes[static_cast<std::size_t>(media.type)]); })
      .field("width", [&] { return json(media.width); })
      .field("height", [&] { return json(media.height); })
      .field("alt_text", [&] { return text_json(media.alt_text); })
      .field("url", [&] { return photo ? json(media_url(media, ".jpg")) : json(); })
      .field("preview_image_url", [&] { return photo ? json() : json(media_url(media, ".jpg")); })
      .field("duration_ms", [&] { return media.duration_ms ? json(media.duration_ms) : json(); })
      .field("variants", [&] { return variants(media); })
      .field("public_metrics", [&] {
        if (media.type != MediaType::video) return json();
        return json{{"view_count", static_cast<std::int64_t>(media.id % 90001) + world_.bump()}};
      });
  return std::move(writer.out);
}

json Renderer::poll(const Poll& poll) const {
  const std::int64_t end_ms = snowflake_ms(poll.id) + poll.minutes * std::int64_t{60000};
  ObjectWriter writer(selection_.poll, selection_.generation);
  writer.field("id", [&] { return id_json(poll.id); })
      .field(
          "options",
          [&] {
            json options = json::array();
            for (std::size_t i = 0; i < poll.labels.size(); ++i)
              options.push_back(
                  {{"position", i + 1}, {"label", poll.labels[i]}, {"votes", poll.votes[i] + world_.bump()}});
            return options;
          })
      .field("duration_minutes", [&] { return json(poll.minutes); })
      .field("end_datetime", [&] { return json(iso_time(end_ms)); })
      .field("voting_status", [&] { return json("closed"); });
  return std::move(writer.out);
}

json Renderer::place(const Place& place) const {
  ObjectWriter writer(selection_.place, selection_.generation);
  writer.field("id", [&] { return json(place.id); })
      .field("full_name", [&] { return json(place.full_name); })
      .field("name", [&] { return json(place.name); })
      .field("country", [&] { return json(place.country); })
      .field("country_code", [&] { return json(place.country_code); })
      .field("place_type", [&] { return json(place.type); })
      .field("geo", [&] {
        return json{{"type", "Feature"},
                    {"bbox", {place.west, place.south, place.east, place.north}},
                    {"properties", json::object()}};
      });
  return std::move(writer.out);
}

json folder_json(const Folder& folder) { return {{"id", std::to_string(folder.id)}, {"name", folder.name}}; }

}  // namespace sandbox
