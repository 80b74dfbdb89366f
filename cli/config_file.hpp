#pragma once

#include <filesystem>

#include "lib/base/environment.hpp"

namespace CLI {
class App;
}

namespace locker::cli {

/// `$XDG_CONFIG_HOME/locker/config.toml`, else `~/.config/locker/config.toml`; empty where neither says.
[[nodiscard]] std::filesystem::path config_path(const Environment& environment);

/// Gives the options of `command` and `root` that the command line left open the values of their
/// variables, else those of the configuration file: of the command's table, else of its top. Throws
/// Error{usage} for what the file names and the tree does not have, and CLI::ParseError for bad values.
void fill_in(CLI::App& root, CLI::App& command, const Environment& environment);

}  // namespace locker::cli
