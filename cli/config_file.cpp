#include "cli/config_file.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "cli/config_lines.hpp"
#include "cli/tree.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"

namespace locker::cli {
namespace {

namespace fs = std::filesystem;

/// The value of an option from a variable or the file, and its origin for error messages.
struct Setting {
  std::vector<std::string> values;
  std::string origin;
};

using Pair = std::pair<std::string_view, std::string_view>;

/// Alternative options: the first one that is set counts, a command's own before a global one.
constexpr Pair kAlternatives[] = {{"json", "format"}, {"quiet", "verbose"}};

/// Options of different forms of a command: a value of lower precedence is skipped if an option of the other
/// form is already set.
constexpr Pair kExclusiveOptions[] = {
    {"raw", "json"},    {"follow", "json"}, {"sql", "since"},  {"sql", "until"},   {"sql", "as-of"},
    {"sql", "source"},  {"sql", "type"},    {"sql", "stream"}, {"sql", "deleted"}, {"sql", "has"},
    {"sql", "raw"},     {"sql", "fields"},  {"sql", "thread"}, {"sql", "with"},    {"thread", "stream"},
    {"with", "stream"}, {"thread", "with"}};

bool are_in(const std::ranges::input_range auto& pairs, std::string_view one, std::string_view other) {
  return std::ranges::any_of(pairs, [&](const Pair& pair) {
    return (pair.first == one && pair.second == other) || (pair.first == other && pair.second == one);
  });
}

/// Returns `auth.refresh`; empty for the root.
std::string table_of(const CLI::App& app) {
  if (!app.get_parent()) return {};
  const std::string above = table_of(*app.get_parent());
  return above.empty() ? app.get_name() : above + "." + app.get_name();
}

/// The names that each table may contain. The top level may contain the options of any command, and they
/// apply to all commands that have them.
class Settable {
 public:
  explicit Settable(const CLI::App& root) {
    add(root);
    const Names of_every_command = of(root);
    Names all = of_every_command;
    for (auto& [table, names] : tables_) {
      all.insert(names.begin(), names.end());
      names.insert(of_every_command.begin(), of_every_command.end());
    }
    tables_[""] = std::move(all);
  }

  void check_table(const std::string& table, const std::string& file) const {
    if (tables_.contains(table)) return;
    std::vector<std::string> names;
    for (const auto& [name, ignored] : tables_)
      if (!name.empty()) names.push_back(name);
    throw Error(ErrorKind::usage, file + ": there is no command \"" + table + "\"",
                suggestion_hint(table, names));
  }

  void check_name(const std::string& table, const std::string& name, const std::string& file) const {
    const auto& names = tables_.at(table);
    if (names.contains(name)) return;
    const std::string what =
        file + ": there is no setting \"" + name + "\"" + (table.empty() ? "" : " of \"" + table + "\"");
    if (only_typed_.contains(name))
      throw Error(ErrorKind::usage, what, "--" + name + " can only be given on the command line");
    const auto near = suggest(name, {names.begin(), names.end()});
    throw Error(ErrorKind::usage, what,
                near.empty() ? "\"man locker\" lists them" : "did you mean \"" + near + "\"?");
  }

 private:
  using Names = std::set<std::string>;

  static Names of(const CLI::App& app) {
    Names names;
    for (const auto* option : app.get_options())
      if (!variable_of(*option).empty()) names.insert(option->get_lnames().front());
    return names;
  }

  void add(const CLI::App& app) {
    tables_[table_of(app)] = of(app);
    for (const auto* option : app.get_options())
      if (variable_of(*option).empty() && !option->get_lnames().empty())
        only_typed_.insert(option->get_lnames().front());
    for (const auto* command : visible_commands(app)) add(*command);
  }

  std::map<std::string, Names> tables_;
  Names only_typed_;
};

/// The values of the file by table and name.
class ConfigFile {
 public:
  ConfigFile(const CLI::App& root, const fs::path& path) : path_(path.string()) {
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    if (!fs::exists(status)) return;
    if (!fs::is_regular_file(status))  // a folder cannot be read, and reading a pipe may never end
      throw Error(ErrorKind::usage, path_ + " is no regular file", "move it away");
    std::ifstream file(path);
    if (!file) throw Error(ErrorKind::usage, path_ + " cannot be read", "check its permissions");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    lines_ = config_lines(text, path_);
    const Settable settable(root);
    for (const auto& item : read(text)) add(item, settable);
  }

  [[nodiscard]] std::optional<Setting> find(const std::string& table, const std::string& name) const {
    for (const auto& place : {table, std::string()})
      if (const auto found = values_.find({place, name}); found != values_.end())
        return Setting{found->second, place_of(place.empty() ? name : place + "." + name) + ": " + name};
    return std::nullopt;
  }

 private:
  std::vector<CLI::ConfigItem> read(const std::string& text) const try {
    std::istringstream file(text);
    return CLI::ConfigTOML().from_config(file);
  } catch (const CLI::Error& error) {
    throw Error(ErrorKind::usage, path_ + " cannot be understood: " + error.what());
  }

  /// Returns `config.toml:3`, or the file's name alone if the line is not known.
  [[nodiscard]] std::string place_of(const std::string& what) const {
    const auto line = lines_.find(what);
    return line == lines_.end() ? path_ : path_ + ":" + std::to_string(line->second);
  }

  void add(const CLI::ConfigItem& item, const Settable& settable) {
    const std::string table = CLI::detail::join(item.parents, ".");
    settable.check_table(table, place_of("[" + table + "]"));
    if (item.name == "++" || item.name == "--") return;  // beginning or end of a table
    const std::string place = place_of(table.empty() ? item.name : table + "." + item.name);
    settable.check_name(table, item.name, place);
    for (const auto& value : item.inputs)  // CLI11's parser ends a value at #, even within quotes
      if (value.starts_with('"') || value.starts_with('\''))
        throw Error(ErrorKind::usage, place + ": " + item.name + ": the quotes do not match",
                    "a value cannot hold a # or the quotes around it");
    values_[{table, item.name}] = item.inputs;
  }

  std::string path_;
  std::map<std::string, int> lines_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> values_;
};

bool is_flag(const CLI::Option& option) { return option.get_expected_max() == 0; }

bool is_list(const CLI::Option& option) { return option.get_type_name().ends_with(",..."); }

/// Sets the option. Throws Error{usage} that names the origin of an invalid value.
void give(CLI::Option& option, const Setting& setting) {
  if (setting.values.size() > 1 && !is_list(option))
    throw Error(ErrorKind::usage, setting.origin + " takes one value",
                "put a text with blanks or commas in quotes");
  try {
    for (const auto& value : setting.values)
      if (!value.empty() && !(is_flag(option) && CLI::detail::to_flag_value(value) == -1))
        option.add_result(value);
    if (option.count() > 0) option.run_callback();
  } catch (const CLI::ValidationError& error) {
    const std::string words = error.what();  // `--limit: "x" is no whole number from 1 on`
    throw Error(ErrorKind::usage, setting.origin + words.substr(words.find(": ")));
  } catch (const std::exception&) {
    throw Error(ErrorKind::usage,
                setting.origin + ": \"" + setting.values.front() + "\" is neither true nor false");
  }
}

/// The options of a command and of its parents.
class Chain {
 public:
  explicit Chain(CLI::App& command) {
    for (CLI::App* app = &command; app; app = app->get_parent())
      for (CLI::Option* option : app->get_options())
        if (!variable_of(*option).empty()) options_.push_back(option);
  }

  /// Sets the options that are still open to what `find` returns, except those that conflict with options
  /// already set.
  void fill(const std::function<std::optional<Setting>(const CLI::Option&)>& find) {
    std::vector<CLI::Option*> open;
    for (auto* option : options_)
      if (option->count() == 0 && !conflicts_with_set_options(*option)) open.push_back(option);
    const bool follows = given("follow");
    for (auto* option : open) {
      const auto setting = find(*option);
      if (!setting || !requirements_are_met(*option) || has_given(kAlternatives, *option)) continue;
      if (follows && option->check_lname("format") && setting->values == std::vector<std::string>{"json"})
        continue;  // a single JSON array would never end
      give(*option, *setting);
    }
    for (auto* option : open)
      if (option->count() > 0) refuse_contradiction(*option);
  }

 private:
  [[nodiscard]] bool given(std::string_view name) const {
    return std::ranges::any_of(options_, [&](const CLI::Option* option) {
      return option->count() > 0 && option->get_lnames().front() == name;
    });
  }

  /// True if an option is set that forms a pair with this one.
  [[nodiscard]] bool has_given(const std::ranges::input_range auto& pairs, const CLI::Option& option) const {
    return std::ranges::any_of(options_, [&](const CLI::Option* other) {
      return other->count() > 0 && are_in(pairs, option.get_lnames().front(), other->get_lnames().front());
    });
  }

  [[nodiscard]] bool conflicts_with_set_options(const CLI::Option& option) const {
    if (has_given(kAlternatives, option) || has_given(kExclusiveOptions, option)) return true;
    return std::ranges::any_of(option.get_excludes(), [](const auto* other) { return other->count() > 0; });
  }

  static bool requirements_are_met(const CLI::Option& option) {
    return std::ranges::all_of(option.get_needs(), [](const auto* other) { return other->count() > 0; });
  }

  static void refuse_contradiction(const CLI::Option& option) {
    for (const auto* other : option.get_excludes())
      if (other->count() > 0)
        throw Error(ErrorKind::usage, variable_of(option) + " does not go with " + variable_of(*other),
                    "leave out one of them, in the environment or in config.toml");
  }

  std::vector<CLI::Option*> options_;
};

}  // namespace

fs::path config_path(const Environment& environment) {
  if (const auto folder = environment.get("XDG_CONFIG_HOME"); folder && folder->front() == '/')
    return fs::path(*folder) / "locker" / "config.toml";
  if (const auto home = environment.get("HOME"))
    return fs::path(*home) / ".config" / "locker" / "config.toml";
  return {};
}

void fill_in(CLI::App& root, CLI::App& command, const Environment& environment) {
  const ConfigFile file(root, config_path(environment));
  Chain chain(command);
  chain.fill([&](const CLI::Option& option) -> std::optional<Setting> {
    const std::string variable = variable_of(option);
    if (auto value = environment.get(variable)) return Setting{{std::move(*value)}, variable};
    return std::nullopt;
  });
  const std::string table = table_of(command);
  chain.fill([&](const CLI::Option& option) { return file.find(table, option.get_lnames().front()); });
}

}  // namespace locker::cli
