#pragma once

#include <filesystem>

#include "lib/base/environment.hpp"

namespace CLI {
class App;
}

namespace locker::cli {

/// `$XDG_CONFIG_HOME/locker/config.toml`, else `~/.config/locker/config.toml`; empty where neither says.
[[nodiscard]] std::filesystem::path config_path(const Environment& environment);

/// Gives the options of `command` and of those above it that the command line left open the values of
/// their variables; what is open then, those of the configuration file: of the command's table, else of
/// its top. What contradicts something that goes first is passed over. The tree is declared whole if
/// there is a file. Throws Error{usage} for bad values, for what contradicts itself, and for what the
/// file names and the tree does not have.
void fill_in(CLI::App& root, CLI::App& command, const Environment& environment);

}  // namespace locker::cli
