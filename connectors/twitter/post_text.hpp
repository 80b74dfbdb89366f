#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/json/page.hpp"

namespace locker::connectors::twitter {

/// Decodes `&amp;`, `&lt;` and similar entities, once.
[[nodiscard]] std::string decode_entities(std::string_view text);

/// Returns a post's readable text (forms, "Records and queries"): the full text of a long post, entities
/// decoded, each t.co link replaced by its target, and links to the post's own media dropped. For a repost,
/// the text as sent, not the original's.
[[nodiscard]] std::string own_text(json::Value post);

/// {short link in a text, its replacement}; an empty replacement drops the link.
using Replacement = std::pair<std::string_view, std::string_view>;
[[nodiscard]] std::string readable(std::string_view text, const std::vector<Replacement>& replacements);

/// The same for a text with its own entities, such as a user's description or a message.
[[nodiscard]] std::string readable(std::string_view text, json::Value entities);

}  // namespace locker::connectors::twitter
