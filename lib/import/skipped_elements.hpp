#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace locker::imports {

/// Elements of a member that could not be read although others could.
struct SkippedElements {
  std::int64_t elements = 0;
  std::string first;  ///< number of the first one, and what is wrong with it

  void add(std::int64_t number, std::string_view why) {
    if (elements++ == 0) first = "element " + std::to_string(number) + ": " + std::string(why);
  }
};

}  // namespace locker::imports
