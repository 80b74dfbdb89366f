#include "cli/usage_error.hpp"

#include <CLI/CLI.hpp>

#include "cli/help.hpp"
#include "cli/tree.hpp"
#include "lib/base/suggest.hpp"

namespace locker::cli {
namespace {

std::string see_help(const CLI::App& app) {
  return "\"" + command_line_of(app) + " --help\" shows what it takes";
}

/// Returns the command's own options and the global ones.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* level : {&app, &root_of(app)})
    for (const auto* option : level->get_options())
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : visible_commands(app)) names.push_back(command->get_name());
  return names;
}

std::string up_to(const std::string& text, const char* end) { return text.substr(0, text.find(end)); }

std::string with(std::string text, const std::string& old, const std::string& fresh) {
  const auto found = text.find(old);
  return found == std::string::npos ? text : text.replace(found, old.size(), fresh);
}

/// Returns the name of an option or argument as help shows it.
std::string shown(const std::string& name, const CLI::App& app) {
  const auto* option = app.get_option_no_throw(name);
  return option && option->get_positional() ? option->get_type_name() : name;
}

Error unknown_option(const std::string& word, const CLI::App& app) {
  const auto name = up_to(word, "=");
  const auto near = suggest(name, option_names(app));
  return {ErrorKind::usage, "there is no option \"" + name + "\" of \"" + command_line_of(app) + "\"",
          near.empty() ? see_help(app) : "did you mean \"" + near + "\"?"};
}

/// Returns the word in quotes. A long one is truncated, since it may be a token pasted in the wrong place.
std::string quoted(const std::string& word) {
  constexpr std::size_t kLongest = 24, kShown = 4;
  return "\"" + (word.size() > kLongest ? word.substr(0, kShown) + "…" : word) + "\"";
}

}  // namespace

Error usage_error(const CLI::ParseError& error, const CLI::App& app) {
  const std::string kind = error.get_name(), words = error.what();
  if (kind == "ArgumentMismatch")
    return {ErrorKind::usage, shown(up_to(words, ":"), app) + " needs a value", see_help(app)};
  if (kind == "RequiredError")
    return {ErrorKind::usage, shown(up_to(words, " is required"), app) + " is missing",
            "say \"" + usage_line(app) + "\""};
  if (kind == "ExcludesError")
    return {ErrorKind::usage, with(words, " excludes ", " does not go with "), "leave out one of them"};
  if (kind == "RequiresError")
    return {ErrorKind::usage, with(words, " requires ", " goes only with "), see_help(app)};
  if (kind == "ConversionError")  // `Could not convert: --full = maybe`; values have validators
    return {ErrorKind::usage, up_to(words.substr(words.find("--")), " ") + " takes no value", see_help(app)};
  return {ErrorKind::usage, words};
}

Error superfluous_word_error(const std::string& word, const CLI::App& app) {
  if (word.size() > 1 && word.starts_with("-")) return unknown_option(word, app);
  if (!app.get_parent())
    return {ErrorKind::usage, "there is no command " + quoted(word),
            suggestion_hint(word, command_names(app))};
  if (const auto near = suggest(word, command_names(app)); !near.empty())
    return {ErrorKind::usage, "there is no command \"" + command_line_of(app) + " " + word + "\"",
            "did you mean \"" + near + "\"?"};
  return {ErrorKind::usage, quoted(word) + " is one argument too many for \"" + command_line_of(app) + "\"",
          see_help(app)};
}

}  // namespace locker::cli
