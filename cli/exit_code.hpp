#pragma once

#include <span>
#include <string_view>

#include "lib/base/exit_code.hpp"

namespace locker::cli {

/// An exit code with its description in the help.
struct ExitCode {
  int code = 0;
  std::string_view meaning;
  bool of_every_command = false;
};

/// All exit codes in ascending order, with the descriptions of the help.
[[nodiscard]] std::span<const ExitCode> exit_codes();

}  // namespace locker::cli
