#include <algorithm>
#include <array>

#include "connectors/twitter/archive.hpp"
#include "lib/base/hex.hpp"
#include "lib/json/canonical.hpp"
#include "lib/store/write/digest.hpp"

namespace locker::connectors::twitter {
namespace {

/// Members whose elements have a type of their own; all others are items.
struct OwnType {
  std::string_view kind, type, id;
};
constexpr OwnType kOwnTypes[] = {
    {"saved-search", "search/twitter", "savedSearchId"},
    {"spaces-metadata", "space/twitter", "id"},
    {"article", "article/twitter", "id"},
    {"twitter-article", "article/twitter", "id"},
};

constexpr std::string_view kGrok = "grok-chat-item", kMoment = "moment";

/// The fields that together identify an element, by kind of item. All others have an `id`, or are identified
/// by their content.
struct Naming {
  std::string_view kind;
  std::array<std::string_view, 3> fields{};
};
constexpr Naming kNamings[] = {
    {"article-metadata", {"articleId"}},
    {"birdwatch-note", {"noteId"}},
    {"birdwatch-note-rating", {"noteId", "userId"}},
    {"birdwatch-note-tombstone", {"noteId"}},
    {"birdwatch-rating", {"noteId", "userId"}},
    {"community-note", {"noteId"}},
    {"community-note-rating", {"noteId", "userId"}},
    {"community-note-tombstone", {"noteId"}},
    {"fleet", {"fleetId"}},
    {"fleets", {"fleetId"}},
    {kGrok, {"chatId", "createdAt", "sender"}},
    {"message-event", {"conversationId", "sequenceId"}},
    {kMoment, {"momentId"}},
    {"professional-data", {"professionalId"}},
    {"smartblock", {"accountId"}},
    {"twitter-article-metadata", {"articleId"}},
    {"verified", {"accountId"}},
    {"verified-organization", {"organizationId"}},
};

constexpr std::array<std::string_view, 5> kTimes = {"createdAt", "created_at", "startedAt", "updatedAt",
                                                    "lastUpdatedAt"};
constexpr std::array<std::string_view, 7> kTexts = {"title",   "query",   "name",       "text",
                                                    "summary", "message", "description"};

std::string digest_of(std::string_view content) {
  constexpr std::size_t kDigits = 24;
  return to_hex(store::sha256(content)).substr(0, kDigits);
}

json::Value innermost(json::Value element) {
  for (auto members = element.members(); members.size() == 1 && members.front().value.is_object();
       members = element.members())
    element = members.front().value;
  return element;
}

/// Reads `1`, or `{"value": "1", "name": "User", …}`.
std::string plain_at(json::Value item, std::string_view field) {
  const json::Value value = item[field];
  return value.is_object() ? id_at(value, "value") : id_at(item, field);
}

/// Empty unless all fields are present.
std::string name_of(json::Value item, const std::string& kind) {
  const auto known = std::ranges::find(kNamings, kind, &Naming::kind);
  if (known == std::end(kNamings)) return id_at(item, "id");
  std::string name;
  for (const auto field : known->fields) {
    if (field.empty()) break;
    const std::string part = plain_at(item, field);
    if (part.empty()) return {};
    name += (name.empty() ? "" : ":") + part;
  }
  return name;
}

std::optional<Instant> time_in(json::Value item) {
  for (const auto name : kTimes)
    if (const auto time = archive_time(item[name].text())) return time;
  return std::nullopt;
}

std::string text_in(json::Value item) {
  std::string text;
  for (const auto name : kTexts)
    if (const auto line = item[name].text(); !line.empty())
      text.append(text.empty() ? "" : "\n").append(decode_entities(line));
  return text;
}

store::Observation observe_item(const Entry& entry, json::Value item, std::string_view type,
                                std::string key) {
  store::Observation seen = observed(entry, type, std::move(key), "archive");
  seen.time = time_in(item);
  seen.text = text_in(item);
  return seen;
}

/// Messages of the bot are not the user's own.
void set_speaker(store::Observation& seen, json::Value item, const imports::Owner& owner) {
  seen.conversation = id_at(item, "chatId");
  if (const json::Value sender = item["sender"]; sender["name"].text(sender.text()) == "Agent")
    seen.name = "Grok";
  else
    seen.author = owner.id;
  for (const auto& attachment : item["attachments"].items())
    if (const std::string id = id_at(attachment, "mediaId"); !id.empty())
      seen.aliases.push_back(attached(id));
}

/// Posts of other users in a moment are nowhere else in the archive; their files belong to the moment.
void add_shown_posts(store::Observation& seen, json::Value moment) {
  for (const auto& shown : moment["tweets"].items()) {
    const json::Value post = unwrapped(shown, "tweet");
    std::string id = id_at(post, "id_str");
    if (id.empty()) id = id_at(post, "id");
    if (!id.empty()) seen.aliases.push_back(attached(id));
  }
}

}  // namespace

Mapped map_item(const Role& role, const Entry& entry) {
  const json::Value item = innermost(entry.value);
  if (const auto own = std::ranges::find(kOwnTypes, role.kind, &OwnType::kind); own != std::end(kOwnTypes))
    if (const std::string id = id_at(item, own->id); !id.empty())
      return alone(role, observe_item(entry, item, own->type, id));
  const bool is_private = role.disposition == imports::Disposition::confidential;
  const std::string id = is_private ? std::string() : name_of(item, role.kind);
  const std::string key = role.kind + ":" + (id.empty() ? digest_of(json::canonical(entry.raw, {})) : id);
  store::Observation seen = observe_item(entry, item, is_private ? "private/twitter" : "item/twitter", key);
  if (is_private) seen.text.clear();
  const bool is_chat_message = role.kind == kGrok;
  if (is_chat_message) set_speaker(seen, item, entry.owner);
  if (role.kind == kMoment) add_shown_posts(seen, item);
  Mapped mapped = alone(role, std::move(seen));
  mapped.keyed_by_time = is_chat_message;  // several messages may have the same time
  mapped.former_key = role.kind + ":" + digest_of(entry.raw);
  return mapped;
}

}  // namespace locker::connectors::twitter
