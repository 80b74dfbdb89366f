#include "lib/text/lines.hpp"

namespace locker::text {

void add_line(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

}  // namespace locker::text
