#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/json/page.hpp"

namespace locker::connectors::twitter {

/// `&amp;`, `&lt;` and the like decoded, once.
[[nodiscard]] std::string decode_entities(std::string_view text);

/// A post's text as a person should read it (forms, "Records and queries"): of a long post the
/// whole, entities decoded, each t.co address replaced by the one it stands for, those of the
/// post's own media dropped. Not yet the repeated text of a repost.
[[nodiscard]] std::string own_text(json::Value post);

/// A short address in a text, and what takes its place; empty: nothing does.
using Replacement = std::pair<std::string_view, std::string_view>;
[[nodiscard]] std::string readable(std::string_view text, const std::vector<Replacement>& replacements);

/// The same for a text with entities of its own: a person's description, a message.
[[nodiscard]] std::string readable(std::string_view text, json::Value entities);

}  // namespace locker::connectors::twitter
