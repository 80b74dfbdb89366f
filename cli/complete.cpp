#include "cli/complete.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <set>

#include "cli/commands/exchange.hpp"
#include "cli/config_file.hpp"
#include "cli/output/rows.hpp"
#include "cli/tree.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/rows/change_field.hpp"
#include "lib/rows/record_field.hpp"
#include "lib/store/query.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

struct Candidate {
  std::string value, about;
};
using Candidates = std::vector<Candidate>;

constexpr char kFiles[] = ":files";

bool takes_value(const CLI::Option& option) { return option.get_expected_max() > 0; }

/// What the words before the last one lead to.
class Place {
 public:
  explicit Place(CLI::App& root) : app_(&root) {}

  void step(const std::string& word) {
    if (value_of_)
      give(word);
    else if (!options_ended_ && word == "--")
      options_ended_ = true;
    else if (!options_ended_ && word.size() > 1 && word.front() == '-')
      step_over_option(word);
    else if (auto* command = command_named(word))
      app_ = command;
    else
      arguments_.push_back(word);
  }

  [[nodiscard]] CLI::App& app() const { return *app_; }
  /// The option whose value comes next; null: none.
  [[nodiscard]] const CLI::Option* value_of() const { return value_of_; }
  [[nodiscard]] bool options_ended() const { return options_ended_; }
  [[nodiscard]] bool may_be_command() const { return arguments_.empty(); }
  [[nodiscard]] const std::vector<std::string>& arguments() const { return arguments_; }
  [[nodiscard]] const std::string& home() const { return home_; }

  [[nodiscard]] const CLI::Option* option_named(const std::string& word) const {
    for (const CLI::App* app = app_; app; app = app->get_parent())
      for (const auto* option : app->get_options())
        if (option->check_name(word)) return option;
    return nullptr;
  }

  /// The argument that comes next.
  [[nodiscard]] const CLI::Option* positional() const {
    std::size_t at = 0;
    for (const auto* option : app_->get_options())
      if (option->get_positional() && (at++ == arguments_.size() || option->get_expected_max() > 1))
        return option;
    return nullptr;
  }

 private:
  void give(const std::string& value) {
    if (value_of_->check_lname("home")) home_ = value;
    value_of_ = nullptr;
  }

  void step_over_option(const std::string& word) {
    const auto equals = word.find('=');
    const auto* option = option_named(word.substr(0, equals));
    if (!option || !takes_value(*option)) return;
    value_of_ = option;
    if (equals != std::string::npos) give(word.substr(equals + 1));
  }

  [[nodiscard]] CLI::App* command_named(const std::string& word) const {
    if (!may_be_command()) return nullptr;
    for (auto* command : visible_commands(*app_))
      if (command->get_name() == word) return command;
    return nullptr;
  }

  CLI::App* app_;
  const CLI::Option* value_of_ = nullptr;
  std::vector<std::string> arguments_;
  bool options_ended_ = false;
  std::string home_;
};

/// What is known of connectors and of this locker, each read when it is asked for. What cannot be read
/// is left out.
class Known {
 public:
  explicit Known(Home home) : home_(std::move(home)), registry_(connector::compiled_in()) {}

  /// Accounts, and connectors that stand for all of theirs.
  [[nodiscard]] Candidates accounts() const {
    Candidates found;
    for (const auto& name : home_.accounts()) found.push_back({name, "account"});
    for (const auto& account : stored<store::StoredAccount>(&store::stored_accounts)) {
      const auto* connector = registry_.find(account.connector);
      const std::string title = connector ? connector->title : account.connector;
      const auto known = std::ranges::find(found, account.name, &Candidate::value);
      if (known != found.end())
        known->about = title;
      else
        found.push_back({account.name, title});
      if (connector) found.push_back({connector->id, "all accounts of " + title});
    }
    return found;
  }

  [[nodiscard]] Candidates connectors(bool with_exports_only = false) const {
    Candidates found;
    for (const auto* connector : registry_.all())
      if (!with_exports_only || has_exports(*connector)) found.push_back({connector->id, connector->title});
    return found;
  }

  /// Of the connectors that are named, by an account or by themselves; of all where none is.
  [[nodiscard]] Candidates streams(const std::vector<std::string>& named) const {
    std::vector<const connector::Connector*> chosen;
    for (const auto& name : named)
      if (const auto* connector = registry_.find(connector_of(name))) chosen.push_back(connector);
    Candidates found;
    for (const auto* connector : chosen.empty() ? registry_.all() : chosen)
      for (const auto& stream : connector->streams) found.push_back({stream.name, stream.title});
    return found;
  }

  [[nodiscard]] Candidates streams_and_parts() const {
    Candidates found = streams({});
    for (const auto& name : stored<std::string>(&store::stored_streams)) found.push_back({name, {}});
    return found;
  }

  [[nodiscard]] Candidates types() const {
    Candidates found;
    const auto add = [&](const std::string& name, const std::string& title) {
      found.push_back({name.substr(0, name.find('/')), title});
      found.push_back({name, title});
    };
    for (const auto* connector : registry_.all())
      for (const auto& type : connector->types) add(type.name, type.title);
    for (const auto& name : stored<std::string>(&store::stored_types)) add(name, {});
    return found;
  }

 private:
  /// Whether its service gives people a file that can be read.
  static bool has_exports(const connector::Connector& connector) {
    return std::ranges::any_of(connector.types,
                               [](const connector::Type& type) { return type.export_names != nullptr; });
  }

  [[nodiscard]] std::string connector_of(const std::string& account) const {
    for (const auto& one : stored<store::StoredAccount>(&store::stored_accounts))
      if (one.name == account) return one.connector;
    return account;
  }

  template <class T>
  [[nodiscard]] std::vector<T> stored(std::vector<T> (*read)(const store::Database&)) const try {
    if (!home_.exists()) return {};
    return read(store::Database::open_for_reading(home_));
  } catch (const std::exception&) {
    return {};
  }

  Home home_;
  connector::Registry registry_;
};

Candidates accounts(const Known& known, const Place&) { return known.accounts(); }

Candidates without_words(const std::vector<std::string>& names) {
  Candidates found;
  for (const auto& name : names) found.push_back({name, {}});
  return found;
}

Candidates formats(const Known&, const Place&) { return without_words(format_names()); }

Candidates forms_of_export(const Known&, const Place&) { return without_words(export_forms()); }

Candidates times(const Known&, const Place&) {
  return {{"now", {}},
          {"today", {}},
          {"yesterday", {}},
          {"1d", "a day ago"},
          {"7d", "seven days ago"},
          {"4w", "four weeks ago"}};
}

Candidates durations(const Known&, const Place&) {
  return {{"90s", {}}, {"15m", {}}, {"2h", {}}, {"1d", {}}};
}

Candidates no_budget(const Known&, const Place&) { return {{"none", "no limit"}}; }

Candidates all_forms(const Known&, const Place&) { return {{"all", "every form that was seen"}}; }

Candidates files(const Known&, const Place&) { return {{kFiles, {}}}; }

/// Those of a change are all there are; a record has others, which are its service's.
Candidates fields(const Known&, const Place& place) {
  Candidates found;
  if (place.app().get_name() == "history") {
    for (const auto& field : rows::change_fields()) found.push_back({std::string(field.name), {}});
    found.push_back({"changed", "what it changed"});
  } else {
    found = without_words(rows::record_field_names());
  }
  return found;
}

Candidates connectors(const Known& known, const Place& place) {
  return known.connectors(place.app().get_name() == "import");
}

/// A reference begins with its account.
Candidates references(const Known& known, const Place&) {
  Candidates found = known.accounts();
  for (auto& [value, about] : found) value += ":";
  return found;
}

Candidates references_and_accounts(const Known& known, const Place& place) {
  Candidates found = known.accounts();
  for (auto& reference : references(known, place)) found.push_back(std::move(reference));
  return found;
}

struct Values {
  std::string_view type;  ///< an option's or argument's type name
  Candidates (*of)(const Known&, const Place&);
};

constexpr Values kValues[] = {
    {"ACCOUNT", &accounts},
    {"ACCOUNT,...", &accounts},
    {"CONNECTOR", &connectors},
    {"STREAM,...", [](const Known& known, const Place& place) { return known.streams(place.arguments()); }},
    {"STREAM[/PART],...", [](const Known& known, const Place&) { return known.streams_and_parts(); }},
    {"TYPE,...", [](const Known& known, const Place&) { return known.types(); }},
    {"FIELD,...", &fields},
    {"FORMAT", &formats},
    {"TIME", &times},
    {"DURATION", &durations},
    {"USD|none", &no_budget},
    {"all", &all_forms},
    {"media",
     [](const Known&, const Place&) {
       return Candidates{{"media", "a photo or film that is kept here"}};
     }},
    {"FORM", &forms_of_export},
    {"REF", &references},
    {"REF|ACCOUNT", &references_and_accounts},
    {"DIR", &files},
    {"FILE", &files},
    {"DIR|FILE", &files},
};

/// How much of a word stays as it is: of a list all but its last member, whose sign stays too.
std::size_t kept(const CLI::Option& option, const std::string& word) {
  if (!option.get_type_name().ends_with(",...")) return 0;
  const auto comma = word.rfind(',');
  const std::size_t start = comma == std::string::npos ? 0 : comma + 1;
  const bool signed_one =
      option.check_lname("streams") && start < word.size() && (word[start] == '+' || word[start] == '-');
  return signed_one ? start + 1 : start;
}

Candidates values(const CLI::Option& option, const std::string& word, const Known& known,
                  const Place& place) {
  const auto type = std::ranges::find(kValues, option.get_type_name(), &Values::type);
  if (type == std::end(kValues)) return {};
  Candidates found = type->of(known, place);
  const std::string before = word.substr(0, kept(option, word));
  for (auto& [value, about] : found)
    if (value != kFiles) value.insert(0, before);
  return found;
}

/// `--only=li`: the value is completed behind its option.
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
    if (app != &chosen && app->get_parent()) continue;  // `auth refresh` takes none of those of `auth`
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

/// `--home` of the command line, else what the environment and the configuration file say.
Home home_of(CommandTree& tree, const Place& place, const Environment& environment) {
  if (!place.home().empty()) return resolve_home(place.home(), environment);
  try {
    fill_in(tree.root(), tree.root(), environment);
  } catch (const std::exception&) {
    // A mistake in the file is for the command to tell.
  }
  return resolve_home(tree.global().home, environment);
}

}  // namespace

void complete(const std::vector<std::string>& words, const Environment& environment, std::ostream& out) try {
  if (words.empty()) return;
  CommandTree tree;
  Place place(tree.root());
  const bool is_help = words.size() > 1 && words.front() == "help";  // of a command, which it is followed by
  for (std::size_t i = is_help ? 1 : 0; i + 1 < words.size(); ++i) place.step(words[i]);
  if (is_help) return print(commands(place), words.back(), out);
  const Known known(home_of(tree, place, environment));
  print(candidates(place, words.back(), known), words.back(), out);
} catch (const std::exception&) {
  // Whoever completes a word is not told of troubles.
}

}  // namespace locker::cli
