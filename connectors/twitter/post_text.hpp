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
/// Returns an expanded address; if the service gives an empty one, the short one.
[[nodiscard]] std::string_view address_or(std::string_view expanded, std::string_view shortened);
/// True if the address leads to a photo or video of that post; false if no post is given.
[[nodiscard]] bool leads_to_media_of(std::string_view post_id, std::string_view address);
[[nodiscard]] std::string readable(std::string_view text, const std::vector<Replacement>& replacements);

/// The same for a text with its own entities, such as a user's description or a message.
[[nodiscard]] std::string readable(std::string_view text, json::Value entities);

}  // namespace locker::connectors::twitter
