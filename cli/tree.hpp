#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/base/exit_code.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace locker::cli {

/// The global options, accepted before and after the command's name.
struct GlobalOptions {
  std::string home;
  bool json = false, quiet = false, no_input = false, no_color = false;
  int verbose = 0;
};

/// A runnable command with its parsed options.
struct Command {
  CLI::App* app = nullptr;
  std::function<int(Context&)> run;
  /// Its exit codes beyond those of every command (exit_code.hpp).
  std::vector<int> exit_codes;
  /// True if Ctrl-C requests a stop of this run instead of ending it.
  std::function<bool()> stops_when_asked = [] { return false; };
  /// The time that it may take to stop before it is ended, and the exit code of such an end.
  std::chrono::milliseconds patience{900};
  int late_code = exit_code::kInterrupted;
};

/// The tree of all commands and options. Help, completion, environment variables, the configuration file and
/// the test of the manual pages are derived from it.
class CommandTree {
 public:
  /// All commands with all their options.
  CommandTree();
  /// All commands, but with options only for those that `words` may name, for a faster start.
  explicit CommandTree(const std::vector<std::string>& words);
  ~CommandTree();

  /// Parses a command line (without the program's name), then fills in options from the environment
  /// (`LOCKER_<OPTION>`) and the configuration file. Returns the command to run; null if help or version was
  /// requested, which is then in `text`. Throws Error{usage} with a suggestion. May be called once.
  const Command* parse(std::vector<std::string> words, const Environment& environment, std::string& text);

  [[nodiscard]] const GlobalOptions& global() const { return global_; }
  [[nodiscard]] CLI::App& root() const { return *root_; }
  /// Runnable commands in the order of the help, hidden ones included.
  [[nodiscard]] const std::vector<Command>& commands() const { return commands_; }
  /// Returns null for a command that only groups others.
  [[nodiscard]] const Command* command_of(const CLI::App& app) const;

 private:
  void declare_commands(const std::function<bool(const std::string&)>& wanted);
  void declare_rest();
  void read_words(std::vector<std::string> words);
  [[nodiscard]] std::string help_of_chosen() const;

  GlobalOptions global_;
  std::unique_ptr<CLI::App> root_;
  std::vector<Command> commands_;
};

/// Returns the command as typed: `locker auth refresh`.
[[nodiscard]] std::string command_line_of(const CLI::App& app);

/// Returns the root of the tree.
[[nodiscard]] const CLI::App& root_of(const CLI::App& app);

/// Returns the subcommands of `app` that help shows.
[[nodiscard]] std::vector<CLI::App*> visible_commands(const CLI::App& app);

/// Returns the environment variable of an option (`--max-wait`: LOCKER_MAX_WAIT); empty for options that are
/// only accepted on the command line, because they widen what a run does or concern a single run.
[[nodiscard]] std::string variable_of(const CLI::Option& option);

}  // namespace locker::cli
