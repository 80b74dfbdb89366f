#include "lib/store/searchable.hpp"

#include <algorithm>

#include "lib/text/segment.hpp"

namespace locker::store {
namespace {

constexpr std::size_t kLongest = 2 << 20;

/// Returns the part of a text that is indexed; characters are not split.
std::string_view beginning_of(std::string_view text) {
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

std::string searchable(std::string_view text, std::string_view name) {
  return text::segment(shown_words(beginning_of(text), beginning_of(name)));
}

std::string shown_words(std::string_view text, std::string_view name) {
  std::string both(name);
  if (!name.empty() && !text.empty()) both += '\n';
  return both.append(text);
}

bool needs_no_entry(std::string_view text, std::string_view name) {
  return std::max(text.size(), name.size()) <= kLongest && may_have_no_entry(text, name);
}

bool is_entry_of(std::string_view entry, std::string_view text, std::string_view name) {
  return entry == searchable(text, name) || entry == text::segment(shown_words(text, name));
}

bool may_have_no_entry(std::string_view text, std::string_view name) {
  return text::is_segmented(text) && text::is_segmented(name);
}

}  // namespace locker::store
