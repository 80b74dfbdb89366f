#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::conformance {

/// An object or list of a document, with the bytes that it was sent as, and those in it. Found by counting
/// brackets: nothing of the program's own reading is taken for true here.
struct Sent {
  std::string name;  ///< as a member of an object; empty: it is none
  std::string_view bytes;
  std::vector<Sent> inner;

  [[nodiscard]] bool is_object() const { return bytes.starts_with('{'); }
};

/// The document `body`, valid JSON, which the result points into; without bytes if it is neither.
[[nodiscard]] Sent sent_in(std::string_view body);

}  // namespace locker::conformance
