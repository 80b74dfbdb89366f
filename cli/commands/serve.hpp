#pragma once

#include <optional>
#include <string>

#include "cli/context.hpp"
#include "lib/serve/run_line.hpp"

namespace locker::cli {

struct ServeOptions {
  std::string config;  ///< 2011's config.json; its folder is the home unless one was named
  bool home_named = false;
  std::optional<std::string> host;
  std::optional<int> port;
  bool no_auth = false;
  /// Durations as they were typed; empty: as usual.
  std::string start_timeout, answer_timeout, idle_timeout;
};

int run_serve(const ServeOptions& options, Context& context, const serve::RunLine& run_line);

/// A compiled-in connector as a process of its own, under core (`locker __connector ID`,
/// lib/service/process.hpp). What its endpoints do is what the command line does.
int run_connector_process(const std::string& connector, Context& context);

}  // namespace locker::cli
