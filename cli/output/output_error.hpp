#pragma once

#include "lib/base/error.hpp"

namespace locker::cli {

/// The error for output that cannot be written. Only main knows the cause: a closed pipe is no failure, a
/// full disk is one.
[[nodiscard]] inline Error output_error() { return {ErrorKind::internal, "the output could not be written"}; }

[[nodiscard]] inline bool is_output_error(const Error& error) {
  return std::string_view(error.what()) == output_error().what();
}

}  // namespace locker::cli
