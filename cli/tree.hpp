#pragma once

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

/// How a command meets Ctrl-C: reading ones just end; the others are asked to.
enum class OnInterrupt { end, ask };

struct Command {
  CLI::App* app = nullptr;
  std::function<int(Context&)> run;
  OnInterrupt on_interrupt = OnInterrupt::end;
};

/// The command tree: what can be typed, as one value. Help, completion, the configuration file and the
/// environment are all derived from it.
class CommandTree {
 public:
  CommandTree();
  ~CommandTree();

  /// Reads a command line (without the program's name), then what it leaves open from the environment
  /// (`LOCKER_<OPTION>`) and the configuration file. The command to run; none where help or the
  /// version was asked for, which is then in `text`. Throws Error{usage} with a suggestion.
  const Command* parse(const std::vector<std::string>& words, const Environment& environment,
                       std::string& text);

  [[nodiscard]] const GlobalOptions& global() const { return global_; }
  [[nodiscard]] CLI::App& root() const { return *root_; }

 private:
  void check_leftovers() const;
  [[nodiscard]] const Command& chosen() const;

  GlobalOptions global_;
  std::unique_ptr<CLI::App> root_;
  std::vector<Command> commands_;
};

/// The variable that stands for an option (`--max-wait`: LOCKER_MAX_WAIT); empty for those that only
/// a command line may say, because they widen what a run does or mean one run alone.
[[nodiscard]] std::string variable_of(const CLI::Option& option);

}  // namespace locker::cli
