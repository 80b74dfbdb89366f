#include "cli/completion/place.hpp"

#include <CLI/CLI.hpp>

#include "cli/tree.hpp"

namespace locker::cli {

bool takes_value(const CLI::Option& option) { return option.get_expected_max() > 0; }

void Place::step(const std::string& word) {
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

const CLI::Option* Place::option_named(const std::string& word) const {
  for (const CLI::App* app = app_; app; app = app->get_parent())
    for (const auto* option : app->get_options())
      if (option->check_name(word)) return option;
  return nullptr;
}

const CLI::Option* Place::positional() const {
  std::size_t at = 0;
  for (const auto* option : app_->get_options())
    if (option->get_positional() && (at++ == arguments_.size() || option->get_expected_max() > 1))
      return option;
  return nullptr;
}

void Place::give(const std::string& value) {
  if (value_of_->check_lname("home")) home_ = value;
  value_of_ = nullptr;
}

void Place::step_over_option(const std::string& word) {
  const auto equals = word.find('=');
  const auto* option = option_named(word.substr(0, equals));
  if (!option || !takes_value(*option)) return;
  value_of_ = option;
  if (equals != std::string::npos) give(word.substr(equals + 1));
}

CLI::App* Place::command_named(const std::string& word) const {
  if (!may_be_command()) return nullptr;
  for (auto* command : visible_commands(*app_))
    if (command->get_name() == word) return command;
  return nullptr;
}

}  // namespace locker::cli
