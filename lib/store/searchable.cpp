#include "lib/store/searchable.hpp"

#include "lib/text/segment.hpp"

namespace locker::store {

std::string searchable(std::string_view text, std::string_view name) {
  if (name.empty()) return text::segment(text);
  std::string both(name);
  if (!text.empty()) both.append("\n").append(text);
  return text::segment(both);
}

}  // namespace locker::store
