#include "cli/tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "cli/commands/declare.hpp"
#include "cli/config_file.hpp"
#include "cli/module.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"

namespace locker::cli {
namespace {

constexpr std::array<std::string_view, 7> kOnlyTyped = {"all", "full", "accept-removals", "token-stdin",
                                                        "yes", "help", "version"};

constexpr char kAbout[] = "Keeps your own copy of what you have on the services you use, with its history.";
constexpr char kFooter[] =
    "\nFirst steps:\n"
    "  locker auth twitter             sign in once\n"
    "  locker sync twitter --dry-run   what a sync would read, and what that costs\n"
    "  locker sync twitter             fetch what is new\n"
    "  locker query --since 7d         read it back\n"
    "\n\"man locker\" tells all of it; \"man locker-sync\" and so on tell of one command.";

void declare_globals(CLI::App& root, GlobalOptions& global) {
  root.add_option("--home", global.home, "The folder that holds the locker")->type_name("DIR");
  root.add_flag("--json", global.json, "Write JSON");
  root.add_flag("-q,--quiet", global.quiet, "Say nothing that is not asked for");
  root.add_flag("-v,--verbose", global.verbose, "Say more: each request that is sent");
  root.add_flag("--no-input", global.no_input, "Never ask; fail and name the option instead");
  root.add_flag("--no-color", global.no_color, "No colours on the terminal");
  root.set_version_flag("--version", "locker " LOCKER_VERSION, "Show the version");
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command :
       app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* level = &app; level; level = level->get_parent())
    for (const auto* option : level->get_options())
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// The command that was chosen, as deep as it goes.
CLI::App* deepest(CLI::App* app) {
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return app;
}

std::string command_line_of(const CLI::App* app) {
  return app->get_parent() ? command_line_of(app->get_parent()) + " " + app->get_name() : app->get_name();
}

/// CLI11 words its messages for any program; ours name the command whose help tells more.
Error usage_error(std::string message, const CLI::App* app) {
  if (message.starts_with("--") || message.empty()) return {ErrorKind::usage, message, {}};
  message.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(message.front())));
  return {ErrorKind::usage, message, "\"" + command_line_of(app) + " --help\" shows what it takes"};
}

}  // namespace

std::string variable_of(const CLI::Option& option) {
  if (option.get_lnames().empty()) return {};
  std::string name = option.get_lnames().front();
  if (std::ranges::find(kOnlyTyped, name) != kOnlyTyped.end()) return {};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  return "LOCKER_" + name;
}

CommandTree::CommandTree() : root_(std::make_unique<CLI::App>(kAbout, "locker")) {
  root_->get_formatter()->column_width(34);
  root_->footer(kFooter);
  root_->allow_extras();
  root_->fallthrough();
  root_->require_subcommand(0, 1);  // the rest are words, also where one is a command's name
  root_->option_defaults()->take_last();
  declare_globals(*root_, global_);
  declare_auth(*root_, commands_);
  declare_sync(*root_, commands_);
  declare_query(*root_, commands_);
  declare_history(*root_, commands_);
  declare_status(*root_, commands_);
  declare_care(*root_, commands_);
  for (const auto& command : commands_) {
    command.app->allow_extras();
    command.app->fallthrough();
  }
}

CommandTree::~CommandTree() = default;

const Command* CommandTree::parse(const std::vector<std::string>& words, const Environment& environment,
                                  std::string& text) {
  try {
    root_->parse(std::vector<std::string>(words.rbegin(), words.rend()));
    check_leftovers();
    fill_in(*root_, *deepest(root_.get()), environment);
  } catch (const CLI::CallForHelp&) {
    text = deepest(root_.get())->help();
    return nullptr;
  } catch (const CLI::CallForVersion& version) {
    text = std::string(version.what()) + "\n";
    return nullptr;
  } catch (const CLI::ParseError& error) {
    check_leftovers();
    throw usage_error(error.what(), deepest(root_.get()));
  }
  if (deepest(root_.get()) == root_.get()) {
    text = root_->help();
    return nullptr;
  }
  return &chosen();
}

void CommandTree::check_leftovers() const {
  const auto leftovers = root_->remaining(true);
  const CLI::App* app = deepest(root_.get());
  const std::string command = command_line_of(app);
  for (const auto& word : leftovers) {
    if (word == "--") continue;
    if (word.starts_with("-") && word.size() > 1) {
      const auto name = word.substr(0, word.find('='));
      const auto near = suggest(name, option_names(*app));
      throw Error(ErrorKind::usage, "there is no option \"" + name + "\" of \"" + command + "\"",
                  near.empty() ? "\"" + command + " --help\" shows all" : "did you mean \"" + near + "\"?");
    }
    if (app == root_.get()) {
      throw Error(ErrorKind::usage, "there is no command \"" + word + "\"",
                  suggestion_hint(word, command_names(*app)));
    }
    throw Error(ErrorKind::usage, "\"" + word + "\" is one argument too many",
                "\"" + command + " --help\" shows what it takes");
  }
}

const Command& CommandTree::chosen() const {
  const auto found = std::ranges::find(commands_, deepest(root_.get()), &Command::app);
  return *found;
}

}  // namespace locker::cli
