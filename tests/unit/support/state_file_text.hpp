#pragma once

#include <string>

#include "lib/base/state_file.hpp"

namespace locker::test {

/// Returns what is left to read.
inline std::string text_of(StateFileReader file) {
  std::string text;
  for (auto piece = file.next(); !piece.empty(); piece = file.next()) text += piece;
  return text;
}

}  // namespace locker::test
