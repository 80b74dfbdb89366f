#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lib/import/container.hpp"

namespace locker::imports {

/// Where the elements of a member lie. Without a wrapper they are those of its one array (or its one
/// object); with one, each of these is `{wrapper: {label: …, array: [elements]}}`.
struct Layout {
  std::string wrapper, label, array;
};

struct RawElement {
  std::string_view raw;    ///< its exact bytes, until the next one is read; empty: it is far too large
  std::size_t group = 0;   ///< in which element of the outer array it lies
  std::string_view label;  ///< of that, unescaped as far as ids need it; empty: not told before it
};

/// Reads `window.YTD.name.part0 = [ … ]`, or bare JSON, in memory that does not grow with it: one element
/// after the other. Only brackets, strings and what separates values are looked at: who takes an element
/// parses it. Throws Error{malformed} for anything else, also behind the end. How many elements the outermost
/// array has.
std::size_t read_elements(Reader& reader, const Layout& layout,
                          const std::function<void(const RawElement&)>& take);

/// Labels of groups that tell them behind their elements, or not at all, are found by reading ahead.
using GroupLabels = std::function<void(std::size_t group, std::string_view label)>;
void read_labels(Reader& reader, const Layout& layout, const GroupLabels& take);

}  // namespace locker::imports
