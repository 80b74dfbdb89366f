#pragma once

#include <string>
#include <string_view>

#include "sandbox/model.hpp"

namespace sandbox {

// Builds a text and records the positions of its entities.
class TextBuilder {
 public:
  TextBuilder& words(std::string_view utf8);
  TextBuilder& space();
  TextBuilder& hashtag(std::string_view tag);
  TextBuilder& cashtag(std::string_view tag);
  TextBuilder& mention(std::string_view username, Id id);
  TextBuilder& link(const std::string& short_url, const std::string& expanded, const std::string& display,
                    const std::string& media_key = {});
  int length() const { return length_; }

  std::string text;
  Entities entities;

 private:
  int length_ = 0;
};

int code_points(std::string_view utf8);
// Returns the first `count` code points.
std::string_view code_point_prefix(std::string_view utf8, int count);
// Returns the entities that fit into the first `length` code points.
Entities entities_within(const Entities& all, int length);
Entities entities_shifted(const Entities& all, int by);

}  // namespace sandbox
