#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace locker::cli {

/// The help of a command: what it does, how it is called, each group of its commands and options,
/// the options of every command, examples (its footer), exit codes. `exit_codes` are those beside the
/// ones of every command; a program that only gathers commands shows none.
[[nodiscard]] std::string help_text(const CLI::App& app, const std::vector<int>* exit_codes);

/// `locker sync [ACCOUNT...] [options]`.
[[nodiscard]] std::string usage_line(const CLI::App& app);

}  // namespace locker::cli
