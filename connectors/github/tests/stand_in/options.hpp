#pragma once

#include <string>
#include <vector>

#include "settings.hpp"

namespace github_stand_in {

struct Options {
  Settings settings;
  bool until_eof = false, help = false;
};

/// Takes `--name value` and `--name=value`. Throws std::invalid_argument with a message for the user.
Options parse_options(const std::vector<std::string>& arguments);
std::string usage();

}  // namespace github_stand_in
