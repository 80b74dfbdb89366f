#include "cli/tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/config_file.hpp"
#include "cli/help.hpp"
#include "cli/usage_error.hpp"

namespace locker::cli {
namespace {

/// Options that are accepted on the command line only, in addition to those that take another program's
/// token.
constexpr std::array<std::string_view, 8> kOnlyTyped = {"all",         "full", "no-auth", "accept-removals",
                                                        "token-stdin", "yes",  "help",    "version"};

constexpr char kAbout[] = "Keeps your own copy of what you have on the services you use, with its history.";
constexpr char kFirstSteps[] =
    "First steps\n"
    "  locker auth twitter                     sign in once\n"
    "  locker sync twitter --dry-run           what a sync would read, and what that costs\n"
    "  locker sync twitter                     fetch what is new\n"
    "  locker query --since 7d                 read it back";

constexpr char kReadServices[] = "Read from services";
constexpr char kLook[] = "Look at what is stored";
constexpr char kCare[] = "Take care of it";
constexpr char kServe[] = "Serve it";
constexpr char kGlobal[] = "Options of every command";

/// A command before its options are declared. Without a group it is hidden from help.
struct Entry {
  const char* name;
  const char* about;
  const char* group;
  void (*declare)(CLI::App& app, std::vector<Command>& commands);
};

constexpr Entry kCommands[] = {
    {"auth", "Sign in to a service", kReadServices, &declare_auth},
    {"sync", "Fetch what is new", kReadServices, &declare_sync},
    {"import", "Read what a service gave you as a file", kReadServices, &declare_import},
    {"query", "Search and show what is stored", kLook, &declare_query},
    {"history", "Show what changed: edited, deleted, un-liked, and when", kLook, &declare_history},
    {"status", "Show what is stored, what is missing, and what it cost", kLook, &declare_status},
    {"connectors", "Show the services that can be read; install others", kLook, &declare_connectors},
    {"verify", "Check the integrity of what is stored", kCare, &declare_verify},
    {"doctor", "Find problems, and say what to do about them", kCare, &declare_doctor},
    {"backup", "Copy the archive to a file, without tokens", kCare, &declare_backup},
    {"export", "Write everything as JSON Lines, or as pages to read", kCare, &declare_export},
    {"restore", "Create a locker from an export", kCare, &declare_restore},
    {"forget", "Erase a record or an account for good", kCare, &declare_forget},
    {"budget", "Show or set what reading may cost in a month", kCare, &declare_budget},
    {"serve", "Serve the locker over HTTP, with its services, events and schedule", kServe, &declare_serve},
    {"__dump", "The logical dump, for tests that compare archives", "", &declare_dump},
    {"__connector", "A connector as a process under core", "", &declare_connector_process},
};

void declare_globals(CLI::App& root, GlobalOptions& global) {
  root.option_defaults()->take_last()->group(kGlobal);
  root.set_help_flag("-h,--help", "Show this help");
  root.get_help_ptr()->group(kGlobal);
  root.add_option("--home", global.home, "The folder that holds the locker")
      ->type_name("DIR")
      ->check(not_empty());
  root.add_flag("--json", global.json, "Write JSON");
  root.add_flag("-q,--quiet", global.quiet, "Print only results and errors");
  root.add_flag("-v,--verbose", global.verbose, "Print more: each stream, each request");
  root.add_flag("--no-input", global.no_input, "Never prompt: fail, and name the option to use instead");
  root.add_flag("--no-color", global.no_color, "No colours on a terminal");
  root.set_version_flag("--version", "locker " LOCKER_VERSION, "Show the version");
}

/// Returns the innermost chosen command.
CLI::App& deepest(CLI::App& app) {
  return app.get_subcommands().empty() ? app : deepest(*app.get_subcommands().front());
}

/// For `--home=` without a value, CLI11 would take the next word as the value.
void refuse_empty_values(const std::vector<std::string>& words) {
  for (const auto& word : words) {
    if (word == "--") return;
    if (word.starts_with("--") && word.ends_with("="))
      throw Error(ErrorKind::usage, word.substr(0, word.size() - 1) + " needs a value");
  }
}

/// Throws Error{usage} for arguments and options that were parsed by a parent of the chosen command, but that
/// only the parent's own form takes.
void refuse_foreign_options(const CLI::App& chosen) {
  for (const auto* above = chosen.get_parent(); above && above->get_parent(); above = above->get_parent())
    for (const auto* option : above->get_options())
      if (option->count() > 0)
        throw superfluous_word_error(
            option->get_positional() ? option->results().front() : option->get_name(), chosen);
}

/// `--fields=,` is an empty list, and CLI11 would take the next word as its value.
void refuse_empty_lists(const std::vector<std::string>& words) {
  for (const auto& word : words) {
    if (word == "--") return;
    const auto value = word.starts_with("--") ? word.find('=') + 1 : 0;
    if (word.size() > value && word.find_first_not_of(',', value) == std::string::npos)
      throw Error(ErrorKind::usage, "there is nothing between the commas of \"" + word + "\"");
  }
}

}  // namespace

std::string command_line_of(const CLI::App& app) {
  return app.get_parent() ? command_line_of(*app.get_parent()) + " " + app.get_name() : app.get_name();
}

const CLI::App& root_of(const CLI::App& app) { return app.get_parent() ? root_of(*app.get_parent()) : app; }

std::vector<CLI::App*> visible_commands(const CLI::App& app) {
  std::vector<CLI::App*> visible;
  for (auto* command : const_cast<CLI::App&>(app).get_subcommands([](CLI::App*) { return true; }))
    if (!command->get_group().empty()) visible.push_back(command);
  return visible;
}

std::string variable_of(const CLI::Option& option) {
  if (option.get_lnames().empty()) return {};
  std::string name = option.get_lnames().front();
  if (std::ranges::find(kOnlyTyped, name) != kOnlyTyped.end() || name.starts_with("from-")) return {};
  std::ranges::transform(name, name.begin(), [](char c) {
    return c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return "LOCKER_" + name;
}

CommandTree::CommandTree() : CommandTree(std::vector<std::string>{}) { declare_rest(); }

CommandTree::CommandTree(const std::vector<std::string>& words)
    : root_(std::make_unique<CLI::App>(kAbout, "locker")) {
  root_->footer(kFirstSteps);
  declare_globals(*root_, global_);
  root_->allow_extras();
  root_->fallthrough();
  root_->require_subcommand(0, 1);  // a second command name is parsed as an ordinary word
  root_->option_defaults()->group("Options");
  for (const auto& entry : kCommands) root_->add_subcommand(entry.name, entry.about)->group(entry.group);
  declare_commands([&](const std::string& name) { return std::ranges::find(words, name) != words.end(); });
}

CommandTree::~CommandTree() = default;

void CommandTree::declare_commands(const std::function<bool(const std::string&)>& wanted) {
  for (const auto& entry : kCommands) {
    if (!wanted(entry.name)) continue;
    CLI::App& app = *root_->get_subcommand(entry.name);
    app.get_help_ptr()->group(kGlobal);
    app.require_subcommand(0, 1);
    entry.declare(app, commands_);
  }
}

void CommandTree::declare_rest() {
  declare_commands([this](const std::string& name) { return !command_of(*root_->get_subcommand(name)); });
}

const Command* CommandTree::command_of(const CLI::App& app) const {
  const auto found = std::ranges::find(commands_, &app, &Command::app);
  return found == commands_.end() ? nullptr : &*found;
}

const Command* CommandTree::parse(std::vector<std::string> words, const Environment& environment,
                                  std::string& text) {
  // Accepts `locker help sync` too.
  if (!words.empty() && words.front() == "help") std::ranges::rotate(words, words.begin() + 1)[0] = "--help";
  refuse_empty_lists(words);
  try {
    read_words(std::move(words));
    CLI::App& chosen = deepest(*root_);
    if (std::filesystem::exists(config_path(environment))) declare_rest();
    fill_in(*root_, chosen, environment);
    if (&chosen != root_.get()) return command_of(chosen);
    text = help_of_chosen();
  } catch (const CLI::CallForHelp&) {
    text = help_of_chosen();
  } catch (const CLI::CallForVersion& version) {
    text = std::string(version.what()) + "\n";
  } catch (const CLI::ParseError& error) {
    throw usage_error(error, deepest(*root_));
  }
  return nullptr;
}

void CommandTree::read_words(std::vector<std::string> words) {
  refuse_empty_values(words);
  const auto refuse_leftovers = [this] {
    const CLI::App& chosen = deepest(*root_);
    for (const auto& word : root_->remaining(true))
      if (word != "--" || &chosen == root_.get()) throw superfluous_word_error(word, chosen);
  };
  std::ranges::reverse(words);  // CLI11 expects them in reverse order
  try {
    root_->parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    // Help is shown despite other errors, except for a command that does not exist.
    if (error.get_name() != "CallForHelp" || &deepest(*root_) == root_.get()) refuse_leftovers();
    throw;
  }
  refuse_leftovers();
  refuse_foreign_options(deepest(*root_));
}

std::string CommandTree::help_of_chosen() const {
  const CLI::App& app = deepest(*root_);
  const Command* const command = command_of(app);
  return help_text(app, command ? &command->exit_codes : nullptr);
}

}  // namespace locker::cli
