#pragma once

#include <string>
#include <vector>

namespace locker::cli {

/// The hidden `locker __complete WORD…`: what could stand for the last word, one candidate a line, with
/// its description behind a tab; the line `:files` asks the shell for names of files. Asks no service
/// and nobody, writes nothing but stdout, and is silent where anything is wrong. Exit code 0.
int complete(const std::vector<std::string>& words);

}  // namespace locker::cli
