#include <algorithm>
#include <array>

#include "connectors/twitter/archive.hpp"
#include "lib/store/write/digest.hpp"

namespace locker::connectors::twitter {
namespace {

/// Members whose elements are a kind of thing of their own; all others are items.
struct OwnType {
  std::string_view kind, type, id;
};
constexpr OwnType kOwnTypes[] = {
    {"saved-search", "search/twitter", "savedSearchId"},
    {"spaces-metadata", "space/twitter", "id"},
    {"article", "article/twitter", "id"},
};

constexpr std::array<std::string_view, 5> kTimes = {"createdAt", "created_at", "startedAt", "updatedAt",
                                                    "lastUpdatedAt"};
constexpr std::array<std::string_view, 7> kTexts = {"title",   "query",   "name",       "text",
                                                    "summary", "message", "description"};

std::string digest_of(std::string_view raw) {
  constexpr std::size_t kBytes = 12;
  constexpr char kDigits[] = "0123456789abcdef";
  const auto digest = store::sha256(raw);
  std::string text;
  for (std::size_t i = 0; i < kBytes; ++i) {
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

json::Value innermost(json::Value element) {
  for (auto members = element.members(); members.size() == 1 && members.front().value.is_object();
       members = element.members())
    element = members.front().value;
  return element;
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

}  // namespace

Mapped map_item(const Role& role, const Entry& entry) {
  const json::Value item = innermost(entry.value);
  const bool is_private = role.fate == imports::Fate::confidential;
  const auto own = std::ranges::find(kOwnTypes, role.kind, &OwnType::kind);
  std::string type = is_private ? "private/twitter" : "item/twitter", id;
  if (own != std::end(kOwnTypes)) {
    type = own->type;
    id = id_at(item, own->id);
  } else if (!is_private) {
    id = id_at(item, "id");
  }
  if (id.empty()) id = digest_of(entry.raw);
  const bool is_named = own != std::end(kOwnTypes);
  store::Observation seen = observed(entry, type, is_named ? id : role.kind + ":" + id, "archive");
  seen.time = time_in(item);
  if (!is_private) seen.text = text_in(item);
  return alone(role, std::move(seen));
}

}  // namespace locker::connectors::twitter
