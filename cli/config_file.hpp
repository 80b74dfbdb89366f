#pragma once

#include <filesystem>

#include "lib/base/environment.hpp"

namespace CLI {
class App;
}

namespace locker::cli {

/// Returns `$XDG_CONFIG_HOME/locker/config.toml`, else `~/.config/locker/config.toml`; empty if neither is
/// set.
[[nodiscard]] std::filesystem::path config_path(const Environment& environment);

/// Sets options of `command` and its parents that the command line does not: from their environment
/// variables, then from the configuration file, from the command's table or else from the top level. Values
/// that conflict with one of higher precedence are skipped. Needs the complete tree if there is a file.
/// Throws Error{usage} for invalid or contradictory values, and for names in the file that the tree does not
/// have.
void fill_in(CLI::App& root, CLI::App& command, const Environment& environment);

}  // namespace locker::cli
