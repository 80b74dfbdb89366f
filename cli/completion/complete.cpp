#include "cli/completion/complete.hpp"

#include <CLI/CLI.hpp>
#include <set>

#include "cli/completion/known.hpp"
#include "cli/completion/place.hpp"
#include "cli/completion/values.hpp"
#include "cli/config_file.hpp"
#include "cli/tree.hpp"
#include "lib/base/home.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

/// `--only=li`: completes the value after the option's name.
Candidates value_behind_option(const Place& place, const std::string& word, const Known& known) {
  const auto value = word.find('=') + 1;
  const auto* option = place.option_named(word.substr(0, value - 1));
  if (!option || !takes_value(*option)) return {};
  Candidates found = values(*option, word.substr(value), known, place);
  for (auto& candidate : found)
    if (candidate.value != kFiles) candidate.value.insert(0, word, 0, value);
  return found;
}

Candidates options(const CLI::App& chosen) {
  Candidates found;
  for (const CLI::App* app = &chosen; app; app = app->get_parent()) {
    if (app != &chosen && app->get_parent()) continue;  // `auth refresh` does not take the options of `auth`
    for (const auto* option : app->get_options())
      for (const auto& name : option->get_lnames()) found.push_back({"--" + name, option->get_description()});
  }
  return found;
}

Candidates commands(const Place& place) {
  Candidates found;
  if (place.may_be_command())
    for (const auto* command : visible_commands(place.app()))
      found.push_back({command->get_name(), command->get_description()});
  return found;
}

Candidates candidates(const Place& place, const std::string& word, const Known& known) {
  if (place.value_of()) return values(*place.value_of(), word, known, place);
  if (!place.options_ended() && word.starts_with("-"))
    return word.find('=') == std::string::npos ? options(place.app())
                                               : value_behind_option(place, word, known);
  Candidates found = commands(place);
  if (const auto* option = place.positional())
    for (auto& value : values(*option, word, known, place)) found.push_back(std::move(value));
  return found;
}

void print(const Candidates& found, const std::string& word, std::ostream& out) {
  std::set<std::string> printed;
  for (const auto& [value, about] : found) {
    if ((value != kFiles && !value.starts_with(word)) || !printed.insert(value).second) continue;
    out << text::printable(value);
    if (!about.empty()) out << '\t' << text::printable(about);
    out << '\n';
  }
}

/// Returns the home named by `--home`, else by the environment or the configuration file.
Home home_of(CommandTree& tree, const Place& place, const Environment& environment) {
  if (!place.home().empty()) return resolve_home(place.home(), environment);
  try {
    fill_in(tree.root(), tree.root(), environment);
  } catch (const std::exception&) {
    // The command itself will report a mistake in the file.
  }
  return resolve_home(tree.global().home, environment);
}

}  // namespace

void complete(const std::vector<std::string>& words, const Environment& environment, std::ostream& out) try {
  if (words.empty()) return;
  CommandTree tree;
  Place place(tree.root());
  const bool is_help = words.size() > 1 && words.front() == "help";  // the command's name follows
  for (std::size_t i = is_help ? 1 : 0; i + 1 < words.size(); ++i) place.step(words[i]);
  if (is_help) return print(commands(place), words.back(), out);
  const Known known(home_of(tree, place, environment));
  print(candidates(place, words.back(), known), words.back(), out);
} catch (const std::exception&) {
  // Completion reports no errors.
}

}  // namespace locker::cli
