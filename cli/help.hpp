#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace locker::cli {

/// Returns the help text of a command: description, usage, groups of commands and options, global options,
/// examples (its footer) and exit codes. `exit_codes`: those in addition to the codes of every command; null
/// for a command that only groups others, which shows none.
[[nodiscard]] std::string help_text(const CLI::App& app, const std::vector<int>* exit_codes);

/// Returns the usage line, such as `locker sync [ACCOUNT...] [options]`.
[[nodiscard]] std::string usage_line(const CLI::App& app);

}  // namespace locker::cli
