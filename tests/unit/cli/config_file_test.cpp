#include "cli/config_file.hpp"

#include <sys/stat.h>

#include <CLI/CLI.hpp>

#include "cli/tree.hpp"
#include "lib/base/error.hpp"
#include "tests/unit/cli/cli_fixture.hpp"

namespace locker::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Words = std::vector<std::string>;

class ConfigFile : public test::CliFixture {
 protected:
  ConfigFile() { variables["XDG_CONFIG_HOME"] = (folder.path() / "config").string(); }

  /// Parses a command line and stores the tree for further checks.
  void parse(const Words& words) {
    tree = std::make_unique<CommandTree>(words);
    std::string text;
    command = tree->parse(words, Environment(variables), text);
  }
  std::vector<std::string> values(const std::string& option) const {
    return command->app->get_option(option)->reduced_results();
  }
  std::string refused(const Words& words) {
    try {
      parse(words);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.what() + ("; " + error.hint());
    }
    return "not refused";
  }

  std::map<std::string, std::string, std::less<>> variables;
  std::unique_ptr<CommandTree> tree;
  const Command* command = nullptr;
};

TEST_F(ConfigFile, lies_below_xdg_config_home_or_the_home_directory) {
  using Map = std::map<std::string, std::string, std::less<>>;
  EXPECT_EQ(config_path(Environment(Map{{"XDG_CONFIG_HOME", "/c"}, {"HOME", "/h"}})),
            "/c/locker/config.toml");
  EXPECT_EQ(config_path(Environment(Map{{"HOME", "/h"}})), "/h/.config/locker/config.toml");
  EXPECT_EQ(config_path(Environment(Map{{"XDG_CONFIG_HOME", "relative"}, {"HOME", "/h"}})),
            "/h/.config/locker/config.toml");
  EXPECT_EQ(config_path(Environment(Map{})), "");
}

TEST_F(ConfigFile, is_beaten_by_the_environment_and_that_by_the_command_line) {
  write_config("[query]\nlimit = 5\n");
  parse({"query"});
  EXPECT_THAT(values("--limit"), ElementsAre("5"));
  variables["LOCKER_LIMIT"] = "6";
  parse({"query"});
  EXPECT_THAT(values("--limit"), ElementsAre("6"));
  parse({"query", "--limit", "7"});
  EXPECT_THAT(values("--limit"), ElementsAre("7"));
}

TEST_F(ConfigFile, has_tables_that_beat_its_top) {
  write_config("limit = 5\n[history]\nlimit = 6\n");
  parse({"query"});
  EXPECT_THAT(values("--limit"), ElementsAre("5"));
  parse({"history"});
  EXPECT_THAT(values("--limit"), ElementsAre("6"));
}

TEST_F(ConfigFile, holds_lists_flags_texts_and_comments) {
  write_config(
      "# what I like\n"
      "home = \"/data/my locker\"\n"
      "json = true\nquiet = false\n"
      "[sync]\nonly = [\"likes\", \"tweets\"] # the dear ones by hand\ncheck-deleted = true\n"
      "max-wait = '15m'\nmax-cost = 0.5\n");
  parse({"sync"});
  EXPECT_EQ(tree->global().home, "/data/my locker");
  EXPECT_TRUE(tree->global().json);
  EXPECT_FALSE(tree->global().quiet);
  EXPECT_THAT(values("--only"), ElementsAre("likes", "tweets"));
  EXPECT_THAT(values("--check-deleted"), ElementsAre("true"));
  EXPECT_THAT(values("--max-wait"), ElementsAre("15m"));
}

TEST_F(ConfigFile, may_set_options_of_every_command_in_one_commands_table) {
  write_config("[status]\njson = true\n");
  parse({"status"});
  EXPECT_TRUE(tree->global().json);
  parse({"query"});
  EXPECT_FALSE(tree->global().json);
}

TEST_F(ConfigFile, refuses_names_that_no_option_has) {
  write_config("limt = 5\n");
  EXPECT_THAT(refused({"status"}), HasSubstr(R"(there is no setting "limt"; did you mean "limit"?)"));
  write_config("[query]\nfull-text = 1\n");
  EXPECT_THAT(refused({"status"}), HasSubstr(R"(there is no setting "full-text" of "query")"));
  write_config("[snyc]\nonly = \"likes\"\n");
  EXPECT_THAT(refused({"status"}), HasSubstr(R"(there is no command "snyc"; did you mean "sync"?)"));
  write_config("[sync]\nlimit = 5\n");
  EXPECT_THAT(refused({"status"}), HasSubstr(R"(there is no setting "limit" of "sync")"));
}

TEST_F(ConfigFile, cannot_say_what_only_a_person_may) {
  for (const char* name : {"all", "full", "accept-removals", "token-stdin", "yes"}) {
    write_config(std::string(name) + " = true\n");
    EXPECT_THAT(refused({"status"}), HasSubstr("can only be given on the command line")) << name;
  }
  variables = {{"LOCKER_ALL", "1"}, {"LOCKER_FULL", "1"}, {"LOCKER_ACCEPT_REMOVALS", "1"}};
  parse({"sync"});
  EXPECT_THAT(values("--full"), IsEmpty());
  EXPECT_THAT(values("--accept-removals"), IsEmpty());
}

TEST_F(ConfigFile, is_a_regular_file_and_nothing_else_is_read) {
  const auto path = folder.path() / "config" / "locker" / "config.toml";
  std::filesystem::create_directories(path);
  EXPECT_THAT(refused({"query"}), HasSubstr("config.toml is no regular file"));
  std::filesystem::remove(path);
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(refused({"query"}), HasSubstr("config.toml is no regular file"));
}

TEST_F(ConfigFile, is_checked_as_the_command_line_is) {
  write_config("[query]\nlimit = \"many\"\n");
  EXPECT_THAT(refused({"query"}), HasSubstr("config.toml:2: limit: \"many\" is no whole number from 1 on"));
  write_config("[query]\nformat = \"jsn\"\n");
  EXPECT_THAT(refused({"query"}), HasSubstr("did you mean \"json\"?"));
  write_config("[sync]\ncheck-deleted = \"perhaps\"\n");
  EXPECT_THAT(refused({"sync"}), HasSubstr("neither true nor false"));
  write_config("home = \"/data/#1\"\n");
  EXPECT_THAT(refused({"sync"}), HasSubstr("the quotes do not match"));
}

TEST_F(ConfigFile, passes_over_no_slip_and_says_in_which_line_it_is) {
  write_config("quiet = true\n\n[query]\nlimit = \n");
  EXPECT_THAT(refused({"status"}), HasSubstr("config.toml:4: limit has no value"));
  write_config("limit = # many\n");
  EXPECT_THAT(refused({"status"}), HasSubstr("config.toml:1: limit has no value"));
  write_config("quiet = true\n\xff\xfe\n");
  EXPECT_THAT(refused({"status"}), HasSubstr("config.toml:2: these bytes are no UTF-8"));
  write_config("[query]\nlimit = 3\n[history]\nlimit = 4\nlimit = 5\n");
  EXPECT_THAT(refused({"status"}), HasSubstr("config.toml:5: limit is set already in line 4"));
  write_config("limit = 3 4\n");
  EXPECT_THAT(refused({"query"}), HasSubstr("config.toml:1: limit takes one value"));
  write_config("[sync]\nonly = [\"likes\",\n  \"tweets\"]\nlimt = 5\n");
  EXPECT_THAT(refused({"sync"}), HasSubstr("config.toml:4: there is no setting \"limt\""));
}

TEST_F(ConfigFile, gives_way_where_the_command_line_chooses_another_form) {
  write_config("json = true\n[query]\nsince = \"7d\"\nstream = \"likes\"\nfields = [\"id\", \"text\"]\n");
  parse({"query", "--raw"});
  EXPECT_FALSE(tree->global().json);
  EXPECT_THAT(values("--since"), ElementsAre("7d"));
  parse({"query", "--sql", "SELECT 1"});
  EXPECT_TRUE(tree->global().json);
  for (const auto* option : {"--since", "--stream", "--fields"})
    EXPECT_THAT(values(option), IsEmpty()) << option;
  parse({"query", "--thread", "twitter:1"});
  EXPECT_THAT(values("--stream"), IsEmpty());
  write_config("[history]\nformat = \"json\"\n");
  parse({"history", "--follow"});
  EXPECT_THAT(values("--format"), IsEmpty());
  write_config("");
  variables["LOCKER_SINCE"] = "7d";
  parse({"query", "--sql", "SELECT 1"});
  EXPECT_THAT(values("--since"), IsEmpty());
}

TEST_F(ConfigFile, lets_a_format_of_a_command_count_before_json_of_all) {
  write_config("json = true\n[query]\nformat = \"csv\"\n");
  parse({"query"});
  EXPECT_FALSE(tree->global().json);
  EXPECT_THAT(values("--format"), ElementsAre("csv"));
}

TEST_F(ConfigFile, gives_way_to_what_the_command_line_says_instead) {
  write_config("max-wait = \"5m\"\nlimit = 5\nformat = \"csv\"\nverbose = true\n");
  parse({"sync", "--no-wait"});
  EXPECT_THAT(values("--max-wait"), IsEmpty());
  parse({"query", "--all"});
  EXPECT_THAT(values("--limit"), IsEmpty());
  parse({"query", "--raw"});
  EXPECT_THAT(values("--format"), IsEmpty());
  parse({"query", "--json", "--quiet"});
  EXPECT_THAT(values("--format"), IsEmpty());
  EXPECT_EQ(tree->global().verbose, 0);
  parse({"query"});
  EXPECT_THAT(values("--format"), ElementsAre("csv"));
  EXPECT_EQ(tree->global().verbose, 1);
}

TEST_F(ConfigFile, may_not_contradict_itself) {
  write_config("[sync]\nmax-wait = \"5m\"\nno-wait = true\n");
  EXPECT_THAT(refused({"sync"}), HasSubstr("LOCKER_MAX_WAIT does not go with LOCKER_NO_WAIT"));
}

TEST_F(ConfigFile, passes_over_what_means_nothing_alone) {
  variables["LOCKER_SOURCE_OF"] = "all";
  parse({"query"});
  EXPECT_THAT(values("--source-of"), IsEmpty());
  parse({"query", "--raw"});
  EXPECT_THAT(values("--source-of"), ElementsAre("all"));
}

TEST_F(ConfigFile, variables_are_checked_and_named) {
  variables["LOCKER_MAX_ITEMS"] = "-3";
  EXPECT_THAT(refused({"sync"}), HasSubstr("LOCKER_MAX_ITEMS: \"-3\" is no whole number from 1 on"));
  variables = {{"LOCKER_ONLY", "likes,tweets"}, {"LOCKER_DRY_RUN", "no"}, {"LOCKER_NO_INPUT", "1"}};
  parse({"sync"});
  EXPECT_THAT(values("--only"), ElementsAre("likes", "tweets"));
  EXPECT_THAT(values("--dry-run"), IsEmpty());
  EXPECT_TRUE(tree->global().no_input);
}

TEST_F(ConfigFile, names_the_home_that_the_program_uses) {
  make_locker();
  write_config("home = \"" + home.root().string() + "\"\n");
  environment.erase("LOCKER_HOME");
  EXPECT_EQ(locker({"query", "--all"}).code, 0);
  environment["LOCKER_HOME"] = "/nowhere";
  EXPECT_EQ(locker({"query"}).code, 10);
  EXPECT_EQ(locker({"query", "--home", home.root().string()}).code, 0);
}

}  // namespace
}  // namespace locker::cli
