#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/commands/status.hpp"

namespace locker::cli {

void declare_status(CLI::App& app, std::vector<Command>& commands) {
  commands.push_back({.app = &app, .run = &run_status, .exit_codes = {10}});
}

}  // namespace locker::cli
