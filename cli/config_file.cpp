#include "cli/config_file.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

#include "cli/tree.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"

namespace locker::cli {
namespace {

using Values = std::vector<std::string>;

std::string path_of(const CLI::App& app) {
  if (!app.get_parent()) return {};
  const std::string above = path_of(*app.get_parent());
  return above.empty() ? app.get_name() : above + "." + app.get_name();
}

/// The names under which options of a command may stand in the file.
std::vector<std::string> settable(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* option : app.get_options())
    if (!variable_of(*option).empty()) names.push_back(option->get_lnames().front());
  return names;
}

void gather(const CLI::App& app, std::map<std::string, std::vector<std::string>>& tables) {
  auto& names = tables[path_of(app)];
  for (const auto& name : settable(app)) names.push_back(name);
  for (const auto* command :
       app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); })) {
    gather(*command, tables);
    // At the top, a value is for every command that has the option.
    for (const auto& name : settable(*command)) tables[""].push_back(name);
  }
}

/// The file's values by table and name.
class ConfigFile {
 public:
  ConfigFile(const CLI::App& root, const std::filesystem::path& path) : path_(path) {
    std::ifstream file(path);
    if (!file) return;
    std::map<std::string, std::vector<std::string>> tables;
    gather(root, tables);
    for (auto& [table, names] : tables)
      if (!table.empty())
        for (const auto& name : settable(root)) names.push_back(name);
    for (const auto& item : read(file)) add(item, tables);
  }

  [[nodiscard]] std::optional<Values> find(const std::string& table, const std::string& name) const {
    for (const auto& place : {table, std::string()})
      if (const auto found = values_.find({place, name}); found != values_.end()) return found->second;
    return std::nullopt;
  }

 private:
  std::vector<CLI::ConfigItem> read(std::istream& file) const try {
    return CLI::ConfigTOML().from_config(file);
  } catch (const CLI::Error& error) {
    throw Error(ErrorKind::usage, path_.string() + " cannot be read: " + error.what());
  }

  void add(const CLI::ConfigItem& item, const std::map<std::string, std::vector<std::string>>& tables) {
    if (item.name == "++" || item.name == "--") return;  // a table begins or ends
    const std::string table = CLI::detail::join(item.parents, ".");
    const auto known = tables.find(table);
    if (known == tables.end()) {
      std::vector<std::string> names;
      for (const auto& [name, options] : tables)
        if (!name.empty()) names.push_back(name);
      throw Error(ErrorKind::usage, path_.string() + ": there is no command \"" + table + "\"",
                  suggestion_hint(table, names));
    }
    if (std::ranges::find(known->second, item.name) == known->second.end()) {
      const auto near = suggest(item.name, known->second);
      throw Error(ErrorKind::usage,
                  path_.string() + ": there is no setting \"" + item.name + "\"" +
                      (table.empty() ? "" : " of \"" + table + "\""),
                  near.empty() ? "\"man locker\" lists them" : "did you mean \"" + near + "\"?");
    }
    values_[{table, item.name}] = item.inputs;
  }

  std::filesystem::path path_;
  std::map<std::pair<std::string, std::string>, Values> values_;
};

bool excluded(const CLI::Option& option) {
  return std::ranges::any_of(option.get_excludes(),
                             [](const CLI::Option* other) { return other->count() > 0; });
}

bool is_flag(const CLI::Option& option) { return option.get_expected_max() == 0; }

void give(CLI::Option& option, const Values& values) {
  for (const auto& value : values) {
    if (value.empty() || (is_flag(option) && CLI::detail::to_flag_value(value) == -1)) continue;
    option.add_result(value);
  }
  if (option.count() > 0) option.run_callback();
}

/// Says which variable or setting the value came from that was refused.
void give_named(CLI::Option& option, const Values& values, const std::string& origin) try {
  give(option, values);
} catch (const CLI::ParseError& error) {
  throw Error(ErrorKind::usage, origin + ": " + error.what());
} catch (const std::invalid_argument&) {
  throw Error(ErrorKind::usage, origin + ": \"" + values.front() + "\" is neither true nor false");
}

}  // namespace

std::filesystem::path config_path(const Environment& environment) {
  if (const auto folder = environment.get("XDG_CONFIG_HOME"))
    return std::filesystem::path(*folder) / "locker" / "config.toml";
  if (const auto home = environment.get("HOME"))
    return std::filesystem::path(*home) / ".config" / "locker" / "config.toml";
  return {};
}

void fill_in(CLI::App& root, CLI::App& command, const Environment& environment) {
  const auto path = config_path(environment);
  const ConfigFile file(root, path);
  for (CLI::App* app = &command; app; app = app->get_parent()) {
    for (CLI::Option* option : app->get_options()) {
      const std::string variable = variable_of(*option);
      if (variable.empty() || option->count() > 0 || excluded(*option)) continue;
      if (const auto value = environment.get(variable))
        give_named(*option, {*value}, variable);
      else if (const auto values = file.find(path_of(command), option->get_lnames().front()))
        give_named(*option, *values, path.string());
    }
  }
}

}  // namespace locker::cli
