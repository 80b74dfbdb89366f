#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/commands/status.hpp"

namespace locker::cli {

void declare_status(CLI::App& root, std::vector<Command>& commands) {
  commands.push_back({root.add_subcommand("status", "Show what is stored, what is missing, and what it cost"),
                      &run_status, OnInterrupt::end});
  commands.push_back(
      {root.add_subcommand("connectors", "Show the services that can be read, and their streams"),
       &run_connectors, OnInterrupt::end});
}

}  // namespace locker::cli
