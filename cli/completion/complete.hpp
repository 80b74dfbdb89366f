#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "lib/base/environment.hpp"

namespace locker::cli {

/// The hidden `locker __complete WORD…`: what could stand for the last word, one candidate a line, with
/// its description behind a tab; the line `:files` asks the shell for names of files. Asks no service
/// and nobody, writes nothing but `out`, and is silent where anything is wrong.
void complete(const std::vector<std::string>& words, const Environment& environment, std::ostream& out);

}  // namespace locker::cli
