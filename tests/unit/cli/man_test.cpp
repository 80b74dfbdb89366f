#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <regex>

#include "cli/exit_code.hpp"
#include "cli/tree.hpp"
#include "tests/unit/cli/cli_fixture.hpp"

/// Compares the manual with the command tree: finds what is not documented, and what is documented but no
/// longer exists.
namespace locker::cli {
namespace {

using test::lines_of;
using Names = std::set<std::string>;

std::filesystem::path sources() { return LOCKER_SOURCES; }

/// A manual page in mdoc.
class Page {
 public:
  explicit Page(const std::string& name)
      : lines_(lines_of(test::text_of(sources() / "man" / (name + ".1")))) {}

  [[nodiscard]] bool is_there() const { return !lines_.empty(); }

  [[nodiscard]] std::vector<std::string> section(const std::string& title) const {
    std::vector<std::string> lines;
    bool inside = false;
    for (const auto& line : lines_) {
      if (line.starts_with(".Sh ")) inside = line == ".Sh " + title;
      if (inside) lines.push_back(line);
    }
    return lines;
  }

  /// Returns what `pattern` captures in those lines of the section that begin with `macro`.
  [[nodiscard]] Names found(const std::string& title, const std::string& macro,
                            const std::string& pattern) const {
    Names names;
    const std::regex form(pattern);
    for (const auto& line : section(title)) {
      if (!line.starts_with(macro)) continue;
      for (std::sregex_iterator match(line.begin(), line.end(), form), end; match != end; ++match)
        names.insert((*match)[1]);
    }
    return names;
  }

  [[nodiscard]] Names options() const { return found("OPTIONS", ".It Fl", "Fl -([a-z][a-z-]+)"); }
  [[nodiscard]] Names letters() const { return found("OPTIONS", ".It Fl", "Fl ([a-z])\\b"); }
  [[nodiscard]] Names synopsis() const { return found("SYNOPSIS", ".", "Fl -([a-z][a-z-]+)"); }
  [[nodiscard]] Names exit_codes() const { return found("EXIT STATUS", ".It", "^\\.It ([0-9]+)$"); }
  [[nodiscard]] Names variables() const { return found("ENVIRONMENT", ".", "Ev ([A-Z_]+)"); }
  [[nodiscard]] Names commands() const {
    return found("DESCRIPTION", ".It", "(?:Xr locker-|^\\.It Cm )([a-z]+)");
  }

 private:
  std::vector<std::string> lines_;
};

struct Facts {
  Names options, letters, variables, exit_codes;
};

void add_options(Facts& facts, const CLI::App& app) {
  for (const auto* option : app.get_options()) {
    if (option->get_lnames().empty() || option == app.get_help_ptr()) continue;
    facts.options.insert(option->get_lnames().front());
    for (const auto& letter : option->get_snames()) facts.letters.insert(letter);
    if (!variable_of(*option).empty()) facts.variables.insert(variable_of(*option));
  }
}

/// Adds the facts of a command and its subcommands, which share its page.
void add(Facts& facts, const CommandTree& tree, const CLI::App& app) {
  add_options(facts, app);
  for (const int code : tree.command_of(app)->exit_codes) facts.exit_codes.insert(std::to_string(code));
  for (const auto& one : exit_codes())
    if (one.of_every_command) facts.exit_codes.insert(std::to_string(one.code));
  for (const auto* below : visible_commands(app)) add(facts, tree, *below);
}

Names names_of(const std::vector<CLI::App*>& commands) {
  Names names;
  for (const auto* command : commands) names.insert(command->get_name());
  return names;
}

TEST(Manual, has_a_page_for_each_command_with_all_that_it_takes_and_no_more) {
  const CommandTree tree;
  for (const auto* command : visible_commands(tree.root())) {
    const std::string name = "locker-" + command->get_name();
    SCOPED_TRACE(name);
    const Page page(name);
    ASSERT_TRUE(page.is_there());
    Facts facts;
    add(facts, tree, *command);
    EXPECT_EQ(page.options(), facts.options);
    EXPECT_EQ(page.letters(), facts.letters);
    EXPECT_EQ(page.synopsis(), facts.options);
    EXPECT_EQ(page.variables(), facts.variables);
    EXPECT_EQ(page.exit_codes(), facts.exit_codes);
    EXPECT_EQ(page.commands(), names_of(visible_commands(*command)));
  }
}

TEST(Manual, has_no_page_of_what_is_gone) {
  const CommandTree tree;
  Names pages;
  for (const auto& entry : std::filesystem::directory_iterator(sources() / "man"))
    pages.insert(entry.path().filename().string());
  Names expected{"locker.1"};
  for (const auto& name : names_of(visible_commands(tree.root()))) expected.insert("locker-" + name + ".1");
  EXPECT_EQ(pages, expected);
}

/// Returns the environment variables that the sources read.
Names variables_of_sources() {
  Names names;
  const std::regex form("\\bget\\(\"([A-Z_]+)\"\\)");
  for (const char* folder : {"cli", "lib", "connectors"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sources() / folder)) {
      const std::string text = entry.is_regular_file() ? test::text_of(entry.path()) : std::string();
      for (std::sregex_iterator match(text.begin(), text.end(), form), end; match != end; ++match)
        names.insert((*match)[1]);
    }
  return names;
}

/// The page documents the pattern of the API address variable once, so that adding a connector does not
/// change it.
bool is_told_for_all(const connector::Descriptor& connector, const std::string& variable) {
  std::string upper = connector.id;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  return variable == "LOCKER_" + upper + "_API";
}

TEST(Manual, names_all_that_holds_for_every_command_in_its_first_page) {
  const CommandTree tree;
  const Page page("locker");
  Facts facts;
  add_options(facts, tree.root());
  facts.options.insert("help");
  facts.letters.insert("h");
  EXPECT_EQ(page.options(), facts.options);
  EXPECT_EQ(page.letters(), facts.letters);
  EXPECT_EQ(page.commands(), names_of(visible_commands(tree.root())));
  Names codes;
  for (const auto& one : exit_codes()) codes.insert(std::to_string(one.code));
  EXPECT_EQ(page.exit_codes(), codes);
  Names variables = variables_of_sources();
  variables.insert(facts.variables.begin(), facts.variables.end());
  const auto registry = connector::compiled_in();
  for (const auto* connector : registry.all())
    for (const auto& name : connector->variables())
      if (!is_told_for_all(*connector, name) || page.variables().contains(name)) variables.insert(name);
  EXPECT_EQ(page.variables(), variables);
}

TEST(Manual, lists_what_only_a_person_may_say) {
  const CommandTree tree;
  Names only_typed;
  const auto gather = [&](const CLI::App& app, const auto& self) -> void {
    for (const auto* option : app.get_options())
      if (!option->get_lnames().empty() && variable_of(*option).empty())
        only_typed.insert(option->get_lnames().front());
    for (const auto* below : visible_commands(app)) self(*below, self);
  };
  gather(tree.root(), gather);
  only_typed.erase("help");
  only_typed.erase("version");
  Names told = Page("locker").found("CONFIGURATION", ".Fl -", "^\\.Fl -([a-z-]+)( [,.])?$");
  told.erase("max-wait");  // the example of a variable
  EXPECT_EQ(told, only_typed);
}

/// Both formatters must print nothing: groff exits with 0 despite warnings.
TEST(Manual, is_accepted_by_mandoc_and_groff) {
  const test::Variables environment{{"PATH", "/usr/bin:/bin"}};
  for (const auto& entry : std::filesystem::directory_iterator(sources() / "man")) {
    const std::string page = entry.path().string();
    if (std::filesystem::exists("/usr/bin/mandoc")) {
      const auto outcome = test::run({"mandoc", "-Tlint", "-Wwarning", page}, environment);
      EXPECT_EQ(outcome.out + outcome.err, "") << page;
      EXPECT_EQ(outcome.code, 0) << page;
    }
    if (std::filesystem::exists("/usr/bin/groff")) {
      const auto outcome = test::run({"groff", "-ww", "-mandoc", "-Tutf8", page}, environment);
      EXPECT_EQ(outcome.err, "") << page;
      EXPECT_EQ(outcome.code, 0) << page;
    }
  }
}

}  // namespace
}  // namespace locker::cli
