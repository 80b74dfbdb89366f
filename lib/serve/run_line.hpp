#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

namespace locker::serve {

/// Limits of a command that runs for a client of the server.
struct LineBounds {
  std::stop_token stop;
  std::chrono::milliseconds statement{};  ///< time limit of an SQL statement; 0: none
};

/// Runs a read-only command (`query`, `history`, `status`, `connectors`) and writes its output to `out`.
/// Throws Error like that command.
using RunLine =
    std::function<void(const std::vector<std::string>& words, std::ostream& out, const LineBounds& bounds)>;

}  // namespace locker::serve
