#pragma once

#include <string>
#include <vector>

namespace locker::cli {

/// What could stand for a word, and a few words about it.
struct Candidate {
  std::string value, about;
};
using Candidates = std::vector<Candidate>;

/// Stands for names of files, which the shell knows best.
inline constexpr char kFiles[] = ":files";

}  // namespace locker::cli
