#pragma once

#include <ostream>

#include "cli/output/output_error.hpp"
#include "lib/base/block_output.hpp"

namespace locker::cli {

/// Returns buffered output for large numbers of rows. Throws output_error() if `out` cannot be written.
[[nodiscard]] inline BlockOutput row_output(std::ostream& out) {
  return BlockOutput([&out](std::string_view block) {
    out.write(block.data(), static_cast<std::streamsize>(block.size()));
    out.flush();
    if (!out) throw output_error();
  });
}

}  // namespace locker::cli
