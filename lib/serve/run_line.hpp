#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

namespace locker::serve {

/// What ends a command that runs for a client of the server.
struct LineBounds {
  std::stop_token stop;
  std::chrono::milliseconds statement{};  ///< what a statement of SQL may take; 0: as long as it takes
};

/// Runs a command line of those that read (`query`, `history`, `status`, `connectors`) and writes its
/// data to `out`. Throws Error like that command.
using RunLine =
    std::function<void(const std::vector<std::string>& words, std::ostream& out, const LineBounds& bounds)>;

}  // namespace locker::serve
