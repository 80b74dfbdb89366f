#include "sandbox/text_builder.hpp"

#include <algorithm>

namespace sandbox {
namespace {

bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

template <class Change>
void each_list(Entities& entities, Change change) {
  change(entities.urls);
  change(entities.hashtags);
  change(entities.cashtags);
  change(entities.mentions);
}

}  // namespace

int code_points(std::string_view utf8) {
  return static_cast<int>(std::count_if(utf8.begin(), utf8.end(), starts_code_point));
}

std::string_view code_point_prefix(std::string_view utf8, int count) {
  std::size_t i = 0;
  for (; i < utf8.size(); ++i)
    if (starts_code_point(utf8[i]) && count-- == 0) break;
  return utf8.substr(0, i);
}

Entities entities_within(const Entities& all, int length) {
  Entities out = all;
  each_list(
      out, [length](auto& list) { std::erase_if(list, [length](const auto& e) { return e.end > length; }); });
  return out;
}

Entities entities_shifted(const Entities& all, int by) {
  Entities out = all;
  each_list(out, [by](auto& list) {
    for (auto& entity : list) {
      entity.start += by;
      entity.end += by;
    }
  });
  return out;
}

TextBuilder& TextBuilder::words(std::string_view utf8) {
  text += utf8;
  length_ += code_points(utf8);
  return *this;
}

TextBuilder& TextBuilder::space() { return text.empty() ? *this : words(" "); }

TextBuilder& TextBuilder::hashtag(std::string_view tag) {
  const int start = length_;
  words("#").words(tag);
  entities.hashtags.push_back({start, length_, std::string(tag)});
  return *this;
}

TextBuilder& TextBuilder::cashtag(std::string_view tag) {
  const int start = length_;
  words("$").words(tag);
  entities.cashtags.push_back({start, length_, std::string(tag)});
  return *this;
}

TextBuilder& TextBuilder::mention(std::string_view username, Id id) {
  const int start = length_;
  words("@").words(username);
  entities.mentions.push_back({start, length_, std::string(username), id});
  return *this;
}

TextBuilder& TextBuilder::link(const std::string& short_url, const std::string& expanded,
                               const std::string& display, const std::string& media_key) {
  const int start = length_;
  words(short_url);
  entities.urls.push_back({start, length_, short_url, expanded, display, media_key});
  return *this;
}

}  // namespace sandbox
