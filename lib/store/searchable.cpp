#include "lib/store/searchable.hpp"

#include "lib/text/segment.hpp"

namespace locker::store {

std::string searchable(std::string_view text, std::string_view name) {
  return text::segment(shown_words(text, name));
}

std::string shown_words(std::string_view text, std::string_view name) {
  std::string both(name);
  if (!name.empty() && !text.empty()) both += '\n';
  return both.append(text);
}

bool needs_no_entry(std::string_view text, std::string_view name) {
  return text::is_segmented(text) && text::is_segmented(name);
}

}  // namespace locker::store
