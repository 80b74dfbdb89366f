#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lib/import/container.hpp"

namespace locker::imports {

/// Where the elements of a member are. Without a wrapper, they are the elements of its only array (or its
/// only object). With a wrapper, each element of that array is `{wrapper: {label: …, array: [elements]}}`.
struct Layout {
  std::string wrapper, label, array;
};

struct RawElement {
  std::string_view raw;    ///< its exact bytes, valid until the next one is read; empty: far too large
  std::size_t group = 0;   ///< index of the element of the outer array that contains it
  std::string_view label;  ///< of its group, without quotes (escapes are kept); empty: none precedes it
};

/// Reads `window.YTD.name.part0 = [ … ]` or bare JSON, one element at a time, in bounded memory. Looks only
/// at brackets, strings and separators: `take` parses the element. Throws Error{malformed} for anything else,
/// including data after the end. Returns the number of elements of the outermost array.
std::size_t read_elements(Reader& reader, const Layout& layout,
                          const std::function<void(const RawElement&)>& take);

/// Calls `take` with the label of each group that has one. Needed where labels follow their elements, so that
/// read_elements cannot pass them along.
using GroupLabels = std::function<void(std::size_t group, std::string_view label)>;
void read_labels(Reader& reader, const Layout& layout, const GroupLabels& take);

}  // namespace locker::imports
