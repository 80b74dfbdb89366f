#pragma once

#include <string>
#include <vector>

namespace locker::cli {

/// A possible value of a word, with a short description.
struct Candidate {
  std::string value, about;
};
using Candidates = std::vector<Candidate>;

/// Tells the shell to complete file names itself.
inline constexpr char kFiles[] = ":files";

}  // namespace locker::cli
