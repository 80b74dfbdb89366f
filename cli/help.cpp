#include "cli/help.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "cli/exit_code.hpp"
#include "cli/tree.hpp"

namespace locker::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kWidestName = 22;  ///< a wider name is on a line of its own

/// Returns `text` with line breaks, to be printed from `column` on.
std::string wrapped(const std::string& text, std::size_t column) {
  std::istringstream words(text);
  std::string result, word;
  std::size_t used = column;
  while (words >> word) {
    if (used > column && used + 1 + word.size() > kWidth) {
      result += "\n" + std::string(column, ' ');
      used = column;
    } else if (used > column) {
      result += ' ';
      ++used;
    }
    result += word;
    used += word.size();
  }
  return result;
}

/// Names and their descriptions, in two columns below a title.
struct Section {
  std::string title;
  std::vector<std::pair<std::string, std::string>> entries;
};

/// Formats the sections with shared columns. Sections without entries are omitted.
std::string text_of(const std::vector<Section>& sections) {
  std::size_t widest = 0;
  for (const auto& section : sections)
    for (const auto& [name, about] : section.entries)
      if (name.size() <= kWidestName) widest = std::max(widest, name.size());
  const std::size_t column = widest + 4;
  std::string text;
  for (const auto& section : sections) {
    if (!section.entries.empty()) text += "\n" + section.title + "\n";
    for (const auto& [name, about] : section.entries) {
      text += "  " + name;
      const bool fits = name.size() <= kWidestName;
      text += fits ? std::string(column - 2 - name.size(), ' ') : "\n" + std::string(column, ' ');
      text += wrapped(about, column) + "\n";
    }
  }
  return text;
}

std::string shown_name(const CLI::Option& option) {
  std::string name;
  for (const auto& letter : option.get_snames()) name += "-" + letter + ", ";
  name += "--" + option.get_lnames().front();
  if (option.get_expected_max() > 0) name += " " + option.get_type_name();
  return name;
}

bool is_many(const CLI::Option& option) { return option.get_expected_max() > 1; }

std::string in_usage(const CLI::Option& option, bool needed) {
  const std::string name = option.get_type_name() + (is_many(option) ? "..." : "");
  return needed || option.get_required() ? name : "[" + name + "]";
}

Section& section_of(std::vector<Section>& sections, const std::string& title) {
  const auto found = std::ranges::find(sections, title, &Section::title);
  return found == sections.end() ? sections.emplace_back(Section{title, {}}) : *found;
}

void add_commands(std::vector<Section>& sections, const CLI::App& app) {
  for (const auto* command : visible_commands(app))
    section_of(sections, command->get_group())
        .entries.emplace_back(command->get_name(), command->get_description());
}

void add_arguments(std::vector<Section>& sections, const CLI::App& app) {
  for (const auto* option : app.get_options())
    if (option->get_positional())
      section_of(sections, "Arguments")
          .entries.emplace_back(option->get_type_name(), option->get_description());
}

/// Adds the options of the command itself. `--help` is listed only for the root.
void add_options(std::vector<Section>& sections, const CLI::App& app) {
  for (const auto* option : app.get_options())
    if (!option->get_positional() && (!app.get_parent() || option != app.get_help_ptr()))
      section_of(sections, option->get_group())
          .entries.emplace_back(shown_name(*option), option->get_description());
}

std::string codes_of(const std::vector<int>& codes) {
  Section section{"Exit codes", {}};
  for (const auto& [code, meaning, of_every] : exit_codes())
    if (of_every || std::ranges::find(codes, code) != codes.end())
      section.entries.emplace_back(std::to_string(code), meaning);
  return text_of({section});
}

/// Returns the reference to the manual page.
std::string manual_of(const CLI::App& app) {
  if (!app.get_parent())
    return "\"locker COMMAND --help\" and \"man locker-COMMAND\" describe one command,\n\"man locker\" "
           "the rest.";
  const CLI::App* command = &app;
  while (command->get_parent()->get_parent()) command = command->get_parent();
  return "\"man locker-" + command->get_name() + "\" has the details.";
}

}  // namespace

std::string usage_line(const CLI::App& app) {
  std::string line = command_line_of(app);
  if (!app.get_parent()) return line + " COMMAND [options]";
  const bool or_commands = !visible_commands(app).empty();
  for (const auto* option : app.get_options())
    if (option->get_positional()) line += " " + in_usage(*option, or_commands);
  return line + " [options]";
}

std::string help_text(const CLI::App& app, const std::vector<int>* exit_codes) {
  std::string text = app.get_description() + "\n\nUsage\n  " + usage_line(app) + "\n";
  if (app.get_parent() && !visible_commands(app).empty())
    text += "  " + command_line_of(app) + " COMMAND [options]\n";
  std::vector<Section> sections;
  add_commands(sections, app);
  add_arguments(sections, app);
  add_options(sections, app);
  if (app.get_parent()) add_options(sections, root_of(app));
  text += text_of(sections);
  if (!app.get_footer().empty()) text += "\n" + app.get_footer() + "\n";
  if (exit_codes) text += codes_of(*exit_codes);
  return text + "\n" + manual_of(app) + "\n";
}

}  // namespace locker::cli
