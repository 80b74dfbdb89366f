#include "connectors/twitter/people.hpp"

#include <algorithm>
#include <chrono>

#include "connectors/twitter/post_text.hpp"
#include "connectors/twitter/snowflake.hpp"
#include "lib/text/lines.hpp"

namespace locker::connectors::twitter {
namespace {

store::Observation plain(const Element& element, std::string_view type, std::string_view shape) {
  store::Observation seen;
  seen.type = type;
  seen.key = element.value["id"].text();
  seen.shape = shape;
  seen.raw = element.raw;
  return seen;
}

/// Sets the creation time: as reported, or else as encoded in the id.
void set_time(store::Observation& seen, json::Value value) {
  seen.time = parse_rfc3339(value["created_at"].text());
  if (const auto by_id = time_of(seen.key); !seen.time && by_id)
    seen.time = std::chrono::floor<std::chrono::seconds>(*by_id);
  seen.tiebreak = tiebreak_of(seen.key);
}

/// Describes who joined or left a conversation, as the archive's events do; empty for a message.
std::string text_of_event(json::Value event) {
  const std::string_view kind = event["event_type"].text();
  const bool joined = kind == "ParticipantsJoin";
  if (!joined && kind != "ParticipantsLeave") return {};
  const auto people = event["participant_ids"].items();
  const std::string_view sender = event["sender_id"].text();
  const bool is_about_others =
      std::ranges::any_of(people, [&](json::Value person) { return person.text() != sender; });
  if (!is_about_others) return joined ? "joined" : "left";
  std::string ids;
  for (const auto& person : people) ids.append(ids.empty() ? "" : ", ").append(person.text());
  return (joined ? "added " : "left: ") + ids;
}

}  // namespace

store::Observation observe_user(const Element& user, std::string_view type, std::string_view shape) {
  const json::Value value = user.value;
  store::Observation seen = plain(user, type, shape);
  if (const auto handle = value["username"].text(); !handle.empty()) seen.name = "@" + std::string(handle);
  text::add_line(seen.text, decode_entities(value["name"].text()));
  text::add_line(seen.text, readable(value["description"].text(), value["entities"]["description"]));
  text::add_line(seen.text, decode_entities(value["location"].text()));
  text::add_line(seen.text, readable(value["url"].text(), value["entities"]["url"]));
  return seen;
}

store::Observation observe_list(const Element& list) {
  const json::Value value = list.value;
  store::Observation seen = plain(list, "list/twitter", "list");
  set_time(seen, value);
  seen.name = decode_entities(value["name"].text());
  seen.text = seen.name;
  text::add_line(seen.text, decode_entities(value["description"].text()));
  seen.author = value["owner_id"].text();
  return seen;
}

store::Observation observe_folder(const Element& folder) {
  store::Observation seen = plain(folder, "folder/twitter", "folder");
  set_time(seen, folder.value);
  seen.name = decode_entities(folder.value["name"].text());
  return seen;
}

store::Observation observe_message(const Element& event, const Includes& includes) {
  const json::Value value = event.value;
  store::Observation seen = plain(event, "message/twitter", "message");
  set_time(seen, value);
  seen.text = text_of_event(value);
  if (seen.text.empty()) seen.text = own_text(value);
  seen.author = value["sender_id"].text();
  seen.conversation = value["dm_conversation_id"].text();
  for (const auto& key : value["attachments"]["media_keys"].items())
    if (const auto media = includes.media.find(key.text()); media != includes.media.end())
      seen.parts.push_back({"media", std::string(key.text()), media->second.raw});
  return seen;
}

}  // namespace locker::connectors::twitter
