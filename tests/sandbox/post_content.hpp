#pragma once

#include <optional>
#include <string>

#include "sandbox/model.hpp"

namespace sandbox {

// What a generated text must contain in addition to its words.
struct ContentPlan {
  std::uint64_t seed = 0;
  Id post = 0;
  std::string lead_username;  // "@name " at the beginning, if not empty
  Id lead_user = 0;
  std::string quoted_url;  // address of a quoted post, linked at the end, if not empty
};

// Deterministic: the same plan gives the same content.
PostContent make_content(const ContentPlan& plan);
// Returns "RT @name: …", truncated at 140 code points as X does.
PostContent make_repost(const PostContent& original, const std::string& username, Id user);
// Returns a text given through the control API, without looking for links, `@name` or `#tag`.
PostContent given_content(std::string text, const std::string& lang);

std::string short_url(std::uint64_t seed);
Media make_media(std::uint64_t seed, Id post, int index);

}  // namespace sandbox
