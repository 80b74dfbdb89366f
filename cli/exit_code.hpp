#pragma once

#include <span>
#include <string_view>

#include "lib/base/exit_code.hpp"

namespace locker::cli {

/// One of them, as the help tells it.
struct ExitCode {
  int code = 0;
  std::string_view meaning;
  bool of_every_command = false;
};

/// All of them, rising, in the words of the help.
[[nodiscard]] std::span<const ExitCode> exit_codes();

}  // namespace locker::cli
