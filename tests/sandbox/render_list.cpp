#include "sandbox/entities_json.hpp"
#include "sandbox/object_writer.hpp"
#include "sandbox/random.hpp"
#include "sandbox/render.hpp"

namespace sandbox {

using nlohmann::json;

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

json folder_json(const Folder& folder) { return {{"id", std::to_string(folder.id)}, {"name", folder.name}}; }

}  // namespace sandbox
