#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "lib/base/environment.hpp"

namespace locker::cli {

/// The hidden `locker __complete WORD…`: writes the candidates for the last word to `out`, one per line, with
/// the description after a tab; the line `:files` tells the shell to complete file names. Sends no request,
/// prompts nobody, writes nothing else, and outputs nothing if an error occurs.
void complete(const std::vector<std::string>& words, const Environment& environment, std::ostream& out);

}  // namespace locker::cli
