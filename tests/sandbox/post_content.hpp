#pragma once

#include <optional>
#include <string>

#include "sandbox/model.hpp"

namespace sandbox {

// What a text has to contain beside its own words.
struct ContentPlan {
  std::uint64_t seed = 0;
  Id post = 0;
  std::string lead_username;  // "@name " at the beginning, if not empty
  Id lead_user = 0;
  std::string quoted_url;  // a quoted post's address, linked at the end, if not empty
};

// Pure: the same plan gives the same content.
PostContent make_content(const ContentPlan& plan);
// "RT @name: …", cut at 140 code points as X cuts it.
PostContent make_repost(const PostContent& original, const std::string& username, Id user);
// A text that came over the control API; links are not made, `@name` and `#tag` are not looked for.
PostContent given_content(std::string text, const std::string& lang);

std::string short_url(std::uint64_t seed);
Media make_media(std::uint64_t seed, Id post, int index);

}  // namespace sandbox
