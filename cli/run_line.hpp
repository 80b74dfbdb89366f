#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/serve/run_line.hpp"

namespace locker::cli {

/// Runs one command line within this process, in the same locker, without a terminal and without what
/// environment and configuration file say. Its data goes to `out`, its talk nowhere. Throws Error.
void run_line(const std::vector<std::string>& words, std::ostream& out, const serve::LineBounds& bounds,
              const Context& around);

}  // namespace locker::cli
