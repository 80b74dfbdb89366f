#include "connectors/twitter/archive.hpp"

namespace locker::connectors::twitter {
namespace {

constexpr char kEvent[] = "event/twitter";

std::vector<Replacement> links_of(json::Value message) {
  std::vector<Replacement> links;
  for (const auto& link : message["urls"].items()) {
    const std::string_view url = link["url"].text(), expanded = address_or(link["expanded"].text(), url);
    const bool is_media = expanded.find("/messages/media/") != std::string_view::npos;
    if (!url.empty()) links.emplace_back(url, is_media ? std::string_view() : expanded);
  }
  return links;
}

store::Observation observe_message(const Entry& entry, json::Value message) {
  store::Observation seen = observed(entry, "message/twitter", id_at(message, "id"), "archive");
  seen.time = archive_time(message["createdAt"].text());
  if (!seen.time) seen.time = second_of(seen.key);
  seen.text = readable(message["text"].text(), links_of(message));
  seen.author = id_at(message, "senderId");
  seen.conversation = entry.label;
  return seen;
}

store::Observation observe_reaction(const Entry& entry, json::Value reaction, std::string_view shape) {
  std::string id = id_at(reaction, "eventId");
  if (id.empty()) id = id_at(reaction, "id");
  const std::string_view when = reaction["createdAt"].text();
  if (id.empty()) id = std::string(entry.label) + ":reactionCreate:" + std::string(when);
  store::Observation seen = observed(entry, kEvent, id, shape);
  seen.time = archive_time(when);
  seen.text = decode_entities(reaction["reactionKey"].text());
  seen.author = id_at(reaction, "senderId");
  seen.conversation = entry.label;
  return seen;
}

std::string ids_in(json::Value list) {
  std::string ids;
  for (const auto& id : list.items()) ids.append(ids.empty() ? "" : ", ").append(id.text());
  return ids;
}

/// Describes how the user joined: added by somebody, or as the one who began the conversation; and the other
/// participants.
std::string text_of_beginning(json::Value event, const imports::Owner& owner) {
  const std::string who = id_at(event, "initiatingUserId");
  std::string others;
  for (const auto& id : event["participantsSnapshot"].items())
    if (id.text() != who && id.text() != owner.id)
      others.append(others.empty() ? " with " : ", ").append(id.text());
  return (who == owner.id ? "began the conversation" : "added you to the conversation") + others;
}

/// Describes the event as a line of the conversation.
std::string text_of_event(std::string_view kind, json::Value event, const imports::Owner& owner) {
  if (kind == "joinConversation") return text_of_beginning(event, owner);
  if (kind == "participantsJoin") return "added " + ids_in(event["userIds"]);
  if (kind == "participantsLeave") return "left: " + ids_in(event["userIds"]);
  if (kind == "conversationNameUpdate") return "named it " + decode_entities(event["name"].text());
  return decode_entities(event["name"].text());
}

/// Events of a conversation have no id, so the key is made from conversation, kind and time. `name` is the
/// new name of the conversation, if the event sets one.
store::Observation observe_event(const Entry& entry, std::string_view kind, json::Value event) {
  const std::string_view when = event["createdAt"].text();
  std::string id = std::string(entry.label) + ":" + std::string(kind) + ":" + std::string(when);
  store::Observation seen = observed(entry, kEvent, std::move(id), "archive");
  seen.time = archive_time(when);
  seen.text = text_of_event(kind, event, entry.owner);
  seen.name = decode_entities(event["name"].text());
  seen.author = id_at(event, "initiatingUserId");
  seen.conversation = entry.label;
  return seen;
}

void add_reactions(Mapped& mapped, const Entry& entry, json::Value message) {
  const auto reactions = message["reactions"].items();
  if (reactions.empty()) return;
  const auto raws = entry.page.raw({"messageCreate", "reactions"});
  for (std::size_t i = 0; i < reactions.size() && i < raws.size(); ++i) {
    store::Observation seen = observe_reaction(entry, reactions[i], "archive-reaction");
    seen.raw = raws[i];
    seen.reply_to = id_at(message, "id");
    mapped.observations.push_back(std::move(seen));
  }
}

}  // namespace

Mapped map_message(const Role& role, const Entry& entry) {
  Mapped mapped;
  for (const auto& [kind, value] : entry.value.members()) {
    if (!value.is_object()) continue;
    if (kind == "messageCreate" || kind == "welcomeMessageCreate") {
      mapped = alone(role, observe_message(entry, value));
      add_reactions(mapped, entry, value);
    } else if (kind == "reactionCreate") {
      mapped = alone(role, observe_reaction(entry, value, "archive"));
    } else {
      mapped = alone(role, observe_event(entry, kind, value));
      mapped.keyed_by_time = true;
    }
    if (role.kind.ends_with("-headers"))
      for (auto& seen : mapped.observations) seen.shape = "archive-header";
    return mapped;
  }
  // Headers do not contain the kind of event.
  if (const auto id = id_at(entry.value, "id"); !id.empty()) {
    mapped = alone(role, observe_message(entry, entry.value));
    mapped.observations.front().shape = "archive-header";
  }
  return mapped;
}

}  // namespace locker::connectors::twitter
