#pragma once

#include <ostream>

#include "cli/context.hpp"
#include "cli/output/output_error.hpp"
#include "lib/base/block_output.hpp"

namespace locker::cli {

/// True for a command that answers a request to the server. Its client, like many others at the same time,
/// may stop reading.
[[nodiscard]] inline bool serves_http_request(const Context& context) {
  return context.statement_time.count() > 0;
}

/// Returns buffered output for large numbers of rows. Throws output_error() if the output cannot be written.
[[nodiscard]] inline BlockOutput row_output(Context& context) {
  return BlockOutput(
      [&out = context.out](std::string_view block) {
        out.write(block.data(), static_cast<std::streamsize>(block.size()));
        out.flush();
        if (!out) throw output_error();
      },
      serves_http_request(context) ? BlockOutput::Size::small : BlockOutput::Size::large);
}

}  // namespace locker::cli
