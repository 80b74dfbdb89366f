#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/serve/run_line.hpp"

namespace locker::cli {

/// Runs a command line within this process, in the same locker, without a terminal, environment variables or
/// configuration file. Writes its data to `out`, and discards its messages. Throws Error.
void run_line(const std::vector<std::string>& words, std::ostream& out, const serve::LineBounds& bounds,
              const Context& around);

}  // namespace locker::cli
