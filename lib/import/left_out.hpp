#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace locker::imports {

/// Elements of a member that could not be read, where the others were.
struct LeftOut {
  std::int64_t elements = 0;
  std::string first;  ///< which one is the first, and what is wrong with it

  void add(std::int64_t number, std::string_view why) {
    if (elements++ == 0) first = "element " + std::to_string(number) + ": " + std::string(why);
  }
};

}  // namespace locker::imports
