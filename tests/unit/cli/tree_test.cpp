#include "cli/tree.hpp"

#include <CLI/CLI.hpp>

#include "cli/exit_code.hpp"
#include "cli/help.hpp"
#include "lib/base/error.hpp"
#include "tests/unit/cli/cli_fixture.hpp"

namespace locker::cli {
namespace {

using test::CliFixture;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Words = std::vector<std::string>;

/// An environment without variables and without a configuration file.
Environment bare() { return Environment(std::map<std::string, std::string, std::less<>>{}); }

/// Returns the parsed command as typed; help or version if requested; `message; hint` if refused.
std::string parsed(const Words& words) {
  CommandTree tree(words);
  std::string text;
  try {
    const Command* command = tree.parse(words, bare(), text);
    return command ? command_line_of(*command->app) : text;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what() + (error.hint().empty() ? "" : "; " + error.hint());
  }
}

std::vector<std::string> values(const Words& words, const std::string& option) {
  CommandTree tree(words);
  std::string text;
  const Command* command = tree.parse(words, bare(), text);
  return command->app->get_option(option)->reduced_results();
}

std::vector<CLI::App*> apps(const CLI::App& root) {
  std::vector<CLI::App*> all;
  for (auto* app : visible_commands(root)) {
    all.push_back(app);
    for (auto* below : apps(*app)) all.push_back(below);
  }
  return all;
}

TEST(CommandTree, has_the_commands_that_are_there_and_no_others) {
  const CommandTree tree;
  std::vector<std::string> names;
  for (const auto* app : apps(tree.root())) names.push_back(command_line_of(*app));
  EXPECT_THAT(
      names, ElementsAre("locker auth", "locker auth status", "locker auth refresh", "locker auth logout",
                         "locker sync", "locker import", "locker query", "locker history", "locker status",
                         "locker connectors", "locker connectors install", "locker connectors remove",
                         "locker verify", "locker doctor", "locker backup", "locker export", "locker restore",
                         "locker forget", "locker budget", "locker serve"));
  for (const auto* app : apps(tree.root())) EXPECT_NE(tree.command_of(*app), nullptr) << app->get_name();
}

TEST(CommandTree, takes_the_options_of_every_command_before_and_behind_its_name) {
  for (const Words& words :
       {Words{"--json", "-vv", "--home", "/x", "status"}, Words{"status", "--json", "-v", "-v", "--home=/x"},
        Words{"--home", "/x", "auth", "--json", "status", "-vv"}}) {
    CommandTree tree(words);
    std::string text;
    ASSERT_NE(tree.parse(words, bare(), text), nullptr);
    EXPECT_TRUE(tree.global().json);
    EXPECT_EQ(tree.global().verbose, 2);
    EXPECT_EQ(tree.global().home, "/x");
  }
}

TEST(CommandTree, takes_the_names_of_commands_among_the_words_of_a_query_as_words) {
  EXPECT_EQ(parsed({"query", "status", "sync"}), "locker query");
  EXPECT_THAT(values({"query", "status", "sync"}, "words"), ElementsAre("status", "sync"));
  EXPECT_THAT(values({"query", "--", "--limit", "-x"}, "words"), ElementsAre("--limit", "-x"));
}

TEST(CommandTree, leaves_commas_alone_where_there_is_no_list) {
  EXPECT_THAT(values({"query", "--sql", "SELECT 1,2"}, "--sql"), ElementsAre("SELECT 1,2"));
  EXPECT_THAT(values({"query", "one,two"}, "words"), ElementsAre("one,two"));
  EXPECT_THAT(values({"auth", "twitter", "--streams", "+dms,-mutes"}, "--streams"),
              ElementsAre("+dms,-mutes"));
}

TEST(CommandTree, takes_brackets_for_a_part_of_a_word) {
  EXPECT_THAT(values({"query", "[a,b]", "c", "[]"}, "words"), ElementsAre("[a,b]", "c", "[]"));
  EXPECT_THAT(values({"sync", "[]", "--full"}, "accounts"), ElementsAre("[]")) << "not all of them";
  EXPECT_THAT(values({"query", "--source", "[]"}, "--source"), ElementsAre("[]"));
}

TEST(CommandTree, gathers_lists_and_lets_the_last_of_single_values_count) {
  EXPECT_THAT(values({"sync", "--only", "likes,tweets", "twitter", "--only", "mutes"}, "--only"),
              ElementsAre("likes", "tweets", "mutes"));
  EXPECT_THAT(values({"query", "--limit", "5", "--limit", "6"}, "--limit"), ElementsAre("6"));
  EXPECT_EQ(parsed({"sync", "--full", "--full"}), "locker sync");
}

TEST(CommandTree, reads_numbers_as_decimal_and_sums_with_a_dollar_sign) {
  EXPECT_THAT(values({"query", "--limit", "010"}, "--limit"), ElementsAre("10"));
  EXPECT_THAT(values({"sync", "--max-cost", "$0.5"}, "--max-cost"), ElementsAre("0.500000"));
  EXPECT_THAT(values({"history", "--after", "0"}, "--after"), ElementsAre("0"));
}

struct Refusal {
  Words words;
  const char* answer;
};

class RefusedLine : public ::testing::TestWithParam<Refusal> {};

TEST_P(RefusedLine, is_a_usage_error_that_says_what_to_do) {
  EXPECT_THAT(parsed(GetParam().words), HasSubstr(GetParam().answer));
}

INSTANTIATE_TEST_SUITE_P(
    CommandTree, RefusedLine,
    ::testing::Values(
        Refusal{{"snyc"}, R"(there is no command "snyc"; did you mean "sync"?)"},
        Refusal{{"snyc", "--help"}, R"(there is no command "snyc")"},
        Refusal{{"help", "snyc"}, R"(there is no command "snyc")"},
        Refusal{{"connectors", "instal"}, R"("locker connectors instal"; did you mean "install"?)"},
        Refusal{{"history", ""}, "the value is empty"},
        Refusal{{"query", "--thread", ""}, "--thread: the value is empty"},
        Refusal{{"sever"}, R"(there is no command "sever")"},
        Refusal{{"sync", "--ful"}, R"(there is no option "--ful" of "locker sync"; did you mean "--full"?)"},
        Refusal{{"query", "--lmit=5"}, R"("--lmit" of "locker query"; did you mean "--limit"?)"},
        Refusal{{"--jsn", "status"}, R"(did you mean "--json"?)"},
        Refusal{{"status", "-x"}, R"(there is no option "-x" of "locker status")"},
        Refusal{{"--", "query"}, R"(there is no option "--" of "locker")"},
        Refusal{{"status", "twitter"}, R"("twitter" is one argument too many for "locker status")"},
        Refusal{{"budget", "a", "b", "c"}, R"("c" is one argument too many)"},
        Refusal{{"auth", "github", "ghp_0123456789012345678901234567890123"},
                R"("ghp_…" is one argument too)"},
        Refusal{{"auth", "twitter", "status"},
                R"("twitter" is one argument too many for "locker auth status")"},
        Refusal{{"auth", "status", "--client-id", "x"}, R"(no option "--client-id" of "locker auth status")"},
        Refusal{{"budget"}, R"(ACCOUNT is missing; say "locker budget ACCOUNT [USD|none] [options]")"},
        Refusal{{"backup"}, "FILE is missing"}, Refusal{{"forget"}, "REF|ACCOUNT is missing"},
        Refusal{{"auth", "logout"}, "ACCOUNT is missing"},
        Refusal{{"sync", "--only"}, "--only needs a value"},
        Refusal{{"--home=", "status"}, "--home needs a value"},
        Refusal{{"--home", "", "status"}, "--home: the value is empty"},
        Refusal{{"auth", "twitter", "--streams", ""}, "--streams: the value is empty"},
        Refusal{{"auth", "twitter", "--account", ""}, "--account: the value is empty"},
        Refusal{{"sync", "--full=maybe"}, "--full takes no value"},
        Refusal{{"sync", "--no-wait", "--max-wait", "5m"}, "--max-wait does not go with --no-wait"},
        Refusal{{"query", "--all", "--limit", "5"}, "does not go with"},
        Refusal{{"query", "--raw", "--format", "csv"}, "does not go with"},
        Refusal{{"query", "--raw", "--fields", "id"}, "does not go with"},
        Refusal{{"query", "--source-of", "all"}, "--source-of goes only with --raw"},
        Refusal{{"query", "--raw", "--source-of", "some"}, R"(say "all")"},
        Refusal{{"auth", "twitter", "--no-browser", "--token-stdin"}, "does not go with"},
        Refusal{{"query", "--limit", "0"}, R"(--limit: "0" is no whole number from 1 on)"},
        Refusal{{"query", "--limit", "-5"}, R"(--limit: "-5" is no)"},
        Refusal{{"query", "--limit", "1e2"}, R"(--limit: "1e2" is no)"},
        Refusal{{"query", "--limit", "99999999999999999999"}, "is no whole number"},
        Refusal{{"history", "--after", "x"}, R"(--after: "x" is no whole number from 0 on)"},
        Refusal{{"sync", "--max-items", "0"}, "--max-items"},
        Refusal{{"sync", "--max-cost", "-1"}, R"(--max-cost: "-1" is no sum of dollars)"},
        Refusal{{"sync", "--max-cost", "nan"}, "is no sum of dollars"},
        Refusal{{"sync", "--max-wait", "5x"}, "is no span of time"},
        Refusal{{"query", "--since", "soon"}, R"(--since: "soon" is no time)"},
        Refusal{{"query", "--format", "jsn"}, R"(there is no format "jsn"; did you mean "json"?)"},
        Refusal{{"history", "--format", "xml"}, R"(there is no format "xml")"}));

TEST(CommandTree, shows_help_whatever_else_stands_there) {
  EXPECT_THAT(parsed({"sync", "--bogus", "--help"}), HasSubstr("locker sync [ACCOUNT...] [options]"));
  EXPECT_THAT(parsed({"budget", "-h"}), HasSubstr("locker budget ACCOUNT [USD|none] [options]"));
  EXPECT_THAT(parsed({"help", "auth", "refresh"}), HasSubstr("locker auth refresh ACCOUNT [options]"));
  EXPECT_EQ(parsed({}), parsed({"--help"}));
  EXPECT_EQ(parsed({}), parsed({"help"}));
  EXPECT_EQ(parsed({"--version"}), "locker " LOCKER_VERSION "\n");
}

TEST(CommandTree, names_every_option_and_exit_code_in_the_help_of_every_command) {
  const CommandTree tree;
  for (const auto* app : apps(tree.root())) {
    Words words;
    std::istringstream line(command_line_of(*app).substr(std::string("locker ").size()) + " --help");
    for (std::string word; line >> word;) words.push_back(word);
    const std::string help = parsed(words);
    for (const CLI::App* level : {static_cast<const CLI::App*>(app), &root_of(*app)})
      for (const auto* option : level->get_options())
        for (const auto& name : option->get_lnames())
          EXPECT_THAT(help, HasSubstr("--" + name)) << command_line_of(*app);
    for (const int code : tree.command_of(*app)->exit_codes)
      EXPECT_THAT(help, HasSubstr("\n  " + std::to_string(code) + " ")) << command_line_of(*app);
    for (const auto& text_line : test::lines_of(help))
      EXPECT_LE(text_line.size(), 88u) << command_line_of(*app) << ": " << text_line;
    EXPECT_THAT(help, Not(HasSubstr("__"))) << command_line_of(*app);
  }
}

TEST(CommandTree, declares_a_command_alone_as_it_does_with_all_others) {
  const CommandTree all;
  for (const auto* app : visible_commands(all.root())) {
    const CommandTree one(Words{app->get_name()});
    const auto* same = one.root().get_subcommand(app->get_name());
    EXPECT_EQ(help_text(*same, nullptr), help_text(*app, nullptr));
  }
}

TEST(CommandTree, has_a_variable_for_all_options_but_those_that_only_a_person_may_say) {
  const CommandTree tree;
  std::set<std::string> without;
  for (const auto* app : apps(tree.root()))
    for (const auto* option : app->get_options())
      if (!option->get_lnames().empty() && variable_of(*option).empty())
        without.insert(option->get_lnames().front());
  EXPECT_THAT(without, ElementsAre("accept-removals", "all", "from-gh", "full", "help", "no-auth",
                                   "token-stdin", "yes"));
  EXPECT_EQ(variable_of(*tree.root().get_subcommand("sync")->get_option("--max-wait")), "LOCKER_MAX_WAIT");
}

TEST(ExitCodes, of_every_kind_of_error_are_among_those_that_are_told) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::interrupted); ++kind) {
    const int code = exit_code_of(static_cast<ErrorKind>(kind));
    EXPECT_TRUE(std::ranges::any_of(exit_codes(), [&](const ExitCode& one) { return one.code == code; }))
        << name_of(static_cast<ErrorKind>(kind));
  }
  EXPECT_EQ(exit_code_of(ErrorKind::internal), 1);
  EXPECT_EQ(exit_code_of(ErrorKind::usage), 2);
  EXPECT_EQ(exit_code_of(ErrorKind::sign_in), 4);
  EXPECT_EQ(exit_code_of(ErrorKind::rate_limit), 5);
  EXPECT_EQ(exit_code_of(ErrorKind::network), 5);
  EXPECT_EQ(exit_code_of(ErrorKind::payment), 6);
  EXPECT_EQ(exit_code_of(ErrorKind::no_locker), 10);
  EXPECT_EQ(exit_code_of(ErrorKind::locked), 11);
  EXPECT_EQ(exit_code_of(ErrorKind::interrupted), 130);
}

class Program : public CliFixture {};

TEST_F(Program, shows_its_help_on_standard_output_where_nothing_is_asked_of_it) {
  const auto outcome = locker({});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("locker COMMAND [options]"));
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Program, says_a_failure_in_one_line_with_what_to_do_next) {
  const auto outcome = locker({"sync", "twitter"});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_EQ(outcome.err, "locker: twitter: not signed in; run \"locker auth twitter\"\n");
  EXPECT_EQ(outcome.out, "");
}

TEST_F(Program, makes_nothing_where_there_is_no_locker) {
  for (const char* command : {"query", "history", "status"}) {
    const auto outcome = locker({command});
    EXPECT_EQ(outcome.code, 10) << command;
    EXPECT_EQ(test::lines_of(outcome.err).size(), 1u);
  }
  EXPECT_FALSE(std::filesystem::exists(home.root()));
}

TEST_F(Program, ends_with_2_for_what_it_does_not_know) {
  EXPECT_EQ(locker({"querry"}).code, 2);
  EXPECT_EQ(locker({"query", "--forma", "csv"}).code, 2);
  EXPECT_EQ(locker({"query", "--format", "cvs"}).code, 2);
  EXPECT_EQ(locker({"auth"}).code, 2);
}

TEST_F(Program, never_shows_control_characters_of_what_it_refuses) {
  const auto outcome = locker({"\x1b[31mred"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, Not(HasSubstr("\x1b")));
}

TEST_F(Program, shows_help_though_the_configuration_is_broken) {
  write_config("nonsense = 1\n");
  EXPECT_EQ(locker({"sync", "--help"}).code, 0);
  EXPECT_EQ(locker({"--version"}).code, 0);
  EXPECT_EQ(locker({"status"}).code, 2);
}

}  // namespace
}  // namespace locker::cli
