#include "connectors/twitter/post_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace locker::connectors::twitter {
namespace {

void put_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0 | code >> 6);
    byte(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    byte(0xe0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  } else {
    byte(0xf0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3f));
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  }
}

/// Decodes `#38` or `#x26`; false if it is not a character allowed in a text.
bool put_numeric(std::string& out, std::string_view name) {
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
  put_utf8(out, code);
  return true;
}

bool put_entity(std::string& out, std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> kNamed = {
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
  if (name.starts_with('#')) return put_numeric(out, name);
  const auto found = std::ranges::find(kNamed, name, &std::pair<std::string_view, char>::first);
  if (found == kNamed.end()) return false;
  out += found->second;
  return true;
}

/// True if an address refers to media of the post itself, not to those of another post.
bool is_own_media(json::Value url, std::string_view post_id) {
  return url["media_key"].exists() || url["display_url"].text().starts_with("pic.") ||
         leads_to_media_of(post_id, url["expanded_url"].text());
}

void collect(std::vector<Replacement>& into, json::Value entities, std::string_view post_id = {}) {
  for (const auto& url : entities["urls"].items()) {
    const std::string_view shortened = url["url"].text();
    if (shortened.empty()) continue;
    const std::string_view expanded =
        is_own_media(url, post_id) ? std::string_view() : address_or(url["expanded_url"].text(), shortened);
    into.emplace_back(shortened, expanded);
  }
}

bool continues_a_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Returns the replacement for the link that begins here, if there is one. The whole link must match, so that
/// it is not confused with the beginning of a longer one.
const Replacement* find_here(const std::vector<Replacement>& replacements, std::string_view rest) {
  for (const auto& replacement : replacements) {
    const std::string_view address = replacement.first;
    if (rest.starts_with(address) &&
        (rest.size() == address.size() || !continues_a_word(rest[address.size()])))
      return &replacement;
  }
  return nullptr;
}

void trim_end(std::string& text) {
  const auto last = text.find_last_not_of(" \t\r\n");
  text.resize(last == std::string::npos ? 0 : last + 1);
}

std::string expand(std::string text, const std::vector<Replacement>& replacements) {
  if (replacements.empty()) return text;
  const std::string_view from = text;
  std::string out;
  bool dropped_last = false;
  for (std::size_t at = 0; at < from.size();) {
    const Replacement* replacement = from[at] == 'h' ? find_here(replacements, from.substr(at)) : nullptr;
    if (!replacement) {
      if (from[at] != ' ' && from[at] != '\n') dropped_last = false;
      out += from[at++];
      continue;
    }
    at += replacement->first.size();
    out += replacement->second;
    dropped_last = replacement->second.empty();
    if (dropped_last) trim_end(out);
  }
  if (dropped_last) trim_end(out);
  return out;
}

}  // namespace

std::string decode_entities(std::string_view text) {
  static constexpr std::size_t kLongestName = 10;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto ampersand = std::min(text.find('&', at), text.size());
    out += text.substr(at, ampersand - at);
    at = ampersand;
    if (at == text.size()) break;
    const auto end = text.substr(0, at + kLongestName).find(';', at);
    if (end != std::string_view::npos && put_entity(out, text.substr(at + 1, end - at - 1)))
      at = end + 1;
    else
      out += text[at++];
  }
  return out;
}

std::string_view address_or(std::string_view expanded, std::string_view shortened) {
  return expanded.empty() ? shortened : expanded;
}

bool leads_to_media_of(std::string_view post_id, std::string_view address) {
  if (post_id.empty()) return false;
  const std::string here = "/status/" + std::string(post_id) + "/";
  return address.find(here + "photo/") != std::string_view::npos ||
         address.find(here + "video/") != std::string_view::npos;
}

std::string own_text(json::Value post) {
  const json::Value note = post.either("note_tweet", "note_post");
  std::vector<Replacement> replacements;
  const std::string_view id = post["id"].text();
  collect(replacements, note["entities"], id);
  collect(replacements, post["entities"], id);
  return expand(decode_entities(note["text"].text(post["text"].text())), replacements);
}

std::string readable(std::string_view text, const std::vector<Replacement>& replacements) {
  return expand(decode_entities(text), replacements);
}

std::string readable(std::string_view text, json::Value entities) {
  std::vector<Replacement> replacements;
  collect(replacements, entities);
  return expand(decode_entities(text), replacements);
}

}  // namespace locker::connectors::twitter
