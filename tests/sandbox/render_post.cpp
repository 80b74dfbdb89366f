#include <array>

#include "sandbox/entities_json.hpp"
#include "sandbox/object_writer.hpp"
#include "sandbox/places.hpp"
#include "sandbox/random.hpp"
#include "sandbox/render.hpp"
#include "sandbox/text_builder.hpp"

namespace sandbox {

using nlohmann::json;

namespace {

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

}  // namespace sandbox
