#pragma once

#include <span>
#include <string_view>

#include "lib/base/error.hpp"

namespace locker::cli {

/// What the program ends with for an error of this kind (design 6).
[[nodiscard]] int exit_code(ErrorKind kind);

struct ExitCode {
  int code = 0;
  std::string_view meaning;
  bool of_every_command = false;
};

/// All of them, rising, in the words of the help.
[[nodiscard]] std::span<const ExitCode> exit_codes();

}  // namespace locker::cli
