#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace locker::cli {

/// What all commands take, before or behind the command's name.
struct GlobalOptions {
  std::string home;
  bool json = false, quiet = false, no_input = false, no_color = false;
  int verbose = 0;
};

/// A command that can be run, with its options as far as they were given.
struct Command {
  CLI::App* app = nullptr;
  std::function<int(Context&)> run;
  /// What it may end with, beside what every command may (exit_code.hpp).
  std::vector<int> exit_codes;
  /// True if Ctrl-C asks this run to stop instead of ending it.
  std::function<bool()> stops_when_asked = [] { return false; };
  /// How long it may take to stop, before it is ended.
  std::chrono::milliseconds patience{900};
};

/// What can be typed, as one value. Help, completion, variables, the configuration file and the check
/// of the manual are all derived from it.
class CommandTree {
 public:
  /// All commands with all their options.
  CommandTree();
  /// All commands, but options only of those that `words` may mean: starting up costs less.
  explicit CommandTree(const std::vector<std::string>& words);
  ~CommandTree();

  /// Reads a command line (without the program's name), then what it leaves open from the environment
  /// (`LOCKER_<OPTION>`) and the configuration file. The command to run; none where help or the
  /// version was asked for, which is then in `text`. Throws Error{usage} with a suggestion. Once.
  const Command* parse(std::vector<std::string> words, const Environment& environment, std::string& text);

  [[nodiscard]] const GlobalOptions& global() const { return global_; }
  [[nodiscard]] CLI::App& root() const { return *root_; }
  /// Commands that can be run, in the order of the help; hidden ones too.
  [[nodiscard]] const std::vector<Command>& commands() const { return commands_; }
  /// Null for what only gathers commands.
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

/// A command as it is typed: `locker auth refresh`.
[[nodiscard]] std::string command_line_of(const CLI::App& app);

/// The program itself.
[[nodiscard]] const CLI::App& root_of(const CLI::App& app);

/// The commands below `app` that help shows.
[[nodiscard]] std::vector<CLI::App*> visible_commands(const CLI::App& app);

/// The variable that stands for an option (`--max-wait`: LOCKER_MAX_WAIT); empty for those that only
/// a command line may say, because they widen what a run does or mean one run alone.
[[nodiscard]] std::string variable_of(const CLI::Option& option);

}  // namespace locker::cli
