#pragma once

#include <string>
#include <vector>

#include "sandbox/settings.hpp"

namespace sandbox {

struct Options {
  Settings settings;
  bool until_eof = false;
  bool help = false;
};

// Throws std::invalid_argument with a message for the user.
Options parse_options(const std::vector<std::string>& arguments);
std::string usage();

}  // namespace sandbox
