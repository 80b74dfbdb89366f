#pragma once

#include <optional>
#include <string>

#include "cli/context.hpp"
#include "lib/serve/run_line.hpp"

namespace locker::cli {

struct ServeOptions {
  std::string config;  ///< config.json of 2011; its folder is the home unless one is given
  bool home_named = false;
  std::optional<std::string> host;
  std::optional<int> port;
  bool no_auth = false;
  /// Durations as typed; empty: the defaults.
  std::string start_timeout, answer_timeout, idle_timeout;
};

int run_serve(const ServeOptions& options, Context& context, const serve::RunLine& run_line);

/// Runs a compiled-in connector as a separate process started by core (`locker __connector ID`,
/// lib/service/process.hpp). Its endpoints run the same code as the command line.
int run_connector_process(const std::string& connector, Context& context);

}  // namespace locker::cli
