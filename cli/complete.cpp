#include "cli/complete.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <optional>
#include <set>

#include "cli/output/rows.hpp"
#include "cli/tree.hpp"
#include "lib/base/error.hpp"
#include "lib/store/query.hpp"

namespace locker::cli {
namespace {

using Candidates = std::vector<std::pair<std::string, std::string>>;  // word, description

/// What the words before the last one lead to.
struct Place {
  const CLI::App* app = nullptr;
  const CLI::Option* value_of = nullptr;  ///< the option whose value comes next
  std::size_t positionals = 0;            ///< given already
  bool options_ended = false;             ///< behind `--`
  std::string home;
};

const CLI::Option* option_named(const CLI::App* app, const std::string& word) {
  for (; app; app = app->get_parent())
    for (const auto* option : app->get_options())
      if (option->check_name(word)) return option;
  return nullptr;
}

bool takes_value(const CLI::Option& option) { return option.get_expected_max() > 0; }

const CLI::App* command_named(const CLI::App* app, const std::string& word) {
  for (const auto* command : app->get_subcommands([](const CLI::App*) { return true; }))
    if (command->get_name() == word) return command;
  return nullptr;
}

void step(Place& place, const std::string& word) {
  if (place.value_of) {
    if (place.value_of->check_lname("home")) place.home = word;
    place.value_of = nullptr;
    return;
  }
  if (!place.options_ended && word == "--") {
    place.options_ended = true;
  } else if (!place.options_ended && word.size() > 1 && word.front() == '-') {
    const auto equals = word.find('=');
    const auto* option = option_named(place.app, word.substr(0, equals));
    if (!option || !takes_value(*option)) return;
    if (equals == std::string::npos)
      place.value_of = option;
    else if (option->check_lname("home"))
      place.home = word.substr(equals + 1);
  } else if (const auto* command = command_named(place.app, word); command && place.positionals == 0) {
    place.app = command;
  } else {
    ++place.positionals;
  }
}

/// What is known of connectors, and of what is stored: read once it is asked for.
class Known {
 public:
  Known(Home home, connector::Registry registry) : home_(std::move(home)), registry_(std::move(registry)) {}

  Candidates accounts() const {
    Candidates found;
    for (const auto& name : home_.accounts()) found.emplace_back(name, "account");
    for (auto& [name, about] : connectors()) found.emplace_back(name, about);
    return found;
  }
  Candidates connectors() const {
    Candidates found;
    for (const auto* connector : registry_.all()) found.emplace_back(connector->id, connector->title);
    return found;
  }
  Candidates streams(bool parts) const {
    Candidates found;
    for (const auto* connector : registry_.all())
      for (const auto& stream : connector->streams) found.emplace_back(stream.name, stream.title);
    if (!parts || !home_.exists()) return found;
    for (const auto& name : store::stored_streams(store::Database::open_for_reading(home_)))
      if (name.find('/') != std::string::npos) found.emplace_back(name, "");
    return found;
  }
  Candidates types() const {
    Candidates found;
    std::set<std::string> primaries;
    for (const auto* connector : registry_.all())
      for (const auto& type : connector->types) {
        const auto primary = type.name.substr(0, type.name.find('/'));
        if (primaries.insert(primary).second) found.emplace_back(primary, type.title);
        found.emplace_back(type.name, type.title);
      }
    return found;
  }

 private:
  Home home_;
  connector::Registry registry_;
};

Candidates formats() {
  Candidates found;
  for (const auto& name : format_names()) found.emplace_back(name, "");
  return found;
}

Candidates times() {
  return {{"now", ""}, {"today", ""}, {"yesterday", ""}, {"7d", "seven days ago"}, {"1w", "a week ago"}};
}

Candidates values(const std::string& type, const Known& known) {
  if (type == "ACCOUNT" || type == "REF") return known.accounts();
  if (type == "CONNECTOR") return known.connectors();
  if (type == "STREAM") return known.streams(true);
  if (type == "STREAM,...") return known.streams(false);
  if (type == "TYPE") return known.types();
  if (type == "FORMAT") return formats();
  if (type == "TIME") return times();
  if (type == "all") return {{"all", ""}};
  if (type == "DIR" || type == "FILE") return {{":files", ""}};
  return {};
}

/// Of a list only its last member is completed; a choice of streams may carry a sign.
Candidates list_values(const std::string& type, const std::string& word, const Known& known) {
  auto start = word.rfind(',') == std::string::npos ? 0 : word.rfind(',') + 1;
  if (type == "STREAM,..." && start < word.size() && (word[start] == '+' || word[start] == '-')) ++start;
  Candidates found = values(type, known);
  for (auto& [value, about] : found)
    if (value != ":files") value = word.substr(0, start) + value;
  return found;
}

Candidates options_of(const CLI::App* app) {
  Candidates found;
  for (; app; app = app->get_parent())
    for (const auto* option : app->get_options())
      for (const auto& name : option->get_lnames())
        found.emplace_back("--" + name, option->get_description());
  return found;
}

const CLI::Option* positional(const CLI::App& app, std::size_t index) {
  std::size_t at = 0;
  for (const auto* option : app.get_options()) {
    if (!option->get_positional()) continue;
    if (at++ == index || option->get_expected_max() > 1) return option;
  }
  return nullptr;
}

Candidates candidates(const Place& place, const std::string& word, const Known& known) {
  if (place.value_of) return list_values(place.value_of->get_type_name(), word, known);
  if (const auto equals = word.find('='); word.starts_with("--") && equals != std::string::npos) {
    const auto* option = option_named(place.app, word.substr(0, equals));
    if (!option) return {};
    Candidates found = list_values(option->get_type_name(), word.substr(equals + 1), known);
    for (auto& [value, about] : found)
      if (value != ":files") value = word.substr(0, equals + 1) + value;
    return found;
  }
  if (word.starts_with("-") && !place.options_ended) return options_of(place.app);
  Candidates found;
  if (place.positionals == 0)
    for (const auto* command :
         place.app->get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); }))
      found.emplace_back(command->get_name(), command->get_description());
  if (const auto* option = positional(*place.app, place.positionals))
    for (auto& one : list_values(option->get_type_name(), word, known)) found.push_back(std::move(one));
  return found;
}

void print(const Candidates& found, const std::string& word) {
  std::set<std::string> printed;
  for (const auto& [value, about] : found) {
    if ((value != ":files" && !value.starts_with(word)) || !printed.insert(value).second) continue;
    std::cout << value;
    if (!about.empty()) std::cout << '\t' << about;
    std::cout << '\n';
  }
}

}  // namespace

int complete(const std::vector<std::string>& words) try {
  if (words.empty()) return 0;
  const CommandTree tree;
  Place place{.app = &tree.root(), .value_of = nullptr, .positionals = 0, .options_ended = false, .home = {}};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) step(place, words[i]);
  const auto environment = Environment::of_process();
  const std::string home = place.home.empty() ? environment.get("LOCKER_HOME").value_or("") : place.home;
  const Known known(resolve_home(home, environment), connector::compiled_in());
  print(candidates(place, words.back(), known), words.back());
  return 0;
} catch (const std::exception&) {
  return 0;
}

}  // namespace locker::cli
