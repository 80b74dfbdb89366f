#include "cli/completion/complete.hpp"

#include "tests/unit/cli/cli_fixture.hpp"

namespace locker::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

class Complete : public test::CliFixture {
 protected:
  std::vector<std::string> lines(const std::vector<std::string>& words) {
    std::map<std::string, std::string, std::less<>> variables(environment.begin(), environment.end());
    std::ostringstream out;
    complete(words, Environment(variables), out);
    return test::lines_of(out.str());
  }
  /// Returns the candidates without descriptions.
  std::vector<std::string> candidates(const std::vector<std::string>& words) {
    auto found = lines(words);
    for (auto& line : found) line = line.substr(0, line.find('\t'));
    return found;
  }
};

TEST_F(Complete, knows_commands_and_says_what_they_do) {
  EXPECT_THAT(lines({"qu"}), ElementsAre("query\tSearch and show what is stored"));
  EXPECT_THAT(candidates({"auth", "re"}), ElementsAre("refresh"));
  EXPECT_THAT(candidates({"help", "st"}), ElementsAre("status"));
  EXPECT_THAT(candidates({"help", "auth", "re"}), ElementsAre("refresh"));
  EXPECT_THAT(candidates({"help", "sync", ""}), IsEmpty());
  EXPECT_THAT(candidates({""}), AllOf(Contains("sync"), Contains("auth"), Not(Contains("__dump"))));
  EXPECT_THAT(candidates({"--home", "/x", "-v", "stat"}), ElementsAre("status"));
}

TEST_F(Complete, knows_options_of_the_command_and_of_every_command) {
  EXPECT_THAT(candidates({"sync", "--max"}), ElementsAre("--max-cost", "--max-items", "--max-wait"));
  EXPECT_THAT(candidates({"query", "--j"}), ElementsAre("--json"));
  EXPECT_THAT(candidates({"--"}), Not(Contains("--limit")));
  EXPECT_THAT(candidates({"auth", "logout", "--"}), AllOf(Contains("--quiet"), Not(Contains("--streams"))));
  EXPECT_THAT(candidates({"query", "--", "--li"}), IsEmpty());
}

TEST_F(Complete, knows_connectors_streams_types_and_formats) {
  EXPECT_THAT(lines({"auth", ""}), Contains("twitter\tX (Twitter)"));
  EXPECT_THAT(candidates({"sync", "--only", "li"}),
              AllOf(IsSupersetOf({"likes", "lists", "list-members"}), Each(StartsWith("li"))));
  EXPECT_THAT(candidates({"query", "--type", "sta"}),
              AllOf(IsSupersetOf({"status", "status/twitter"}), Each(StartsWith("sta"))));
  EXPECT_THAT(candidates({"history", "--format", ""}), ElementsAre("table", "json", "jsonl", "csv", "tsv"));
  EXPECT_THAT(candidates({"export", "x", "--format", ""}), ElementsAre("jsonl", "markdown", "html"));
  EXPECT_THAT(candidates({"query", "--has", ""}), ElementsAre("media"));
  EXPECT_THAT(candidates({"restore", ""}), ElementsAre(":files"));
  EXPECT_THAT(candidates({"budget", "twitter", ""}), ElementsAre("none"));
  EXPECT_THAT(candidates({"query", "--since", "y"}), ElementsAre("yesterday"));
}

TEST_F(Complete, offers_nothing_that_would_be_refused) {
  EXPECT_THAT(candidates({"sync", "--max-cost", ""}), IsEmpty());
  EXPECT_THAT(candidates({"import", ""}), AllOf(Contains("twitter"), Not(Contains("github"))))
      << "which gives no file that can be read";
  EXPECT_THAT(candidates({"auth", "twitter", "--streams", ""}),
              AllOf(Contains("likes"), Not(Contains("starred"))));
  EXPECT_THAT(candidates({"sync", "github", "--only", ""}),
              AllOf(Contains("starred"), Not(Contains("likes"))));
  EXPECT_THAT(candidates({"sync", "--only", ""}), AllOf(Contains("starred"), Contains("likes")));
}

TEST_F(Complete, knows_the_fields_of_records_and_of_changes) {
  EXPECT_THAT(candidates({"query", "--fields", "id,a"}), ElementsAre("id,account", "id,author"));
  EXPECT_THAT(candidates({"history", "--fields", ""}),
              ElementsAre("seq", "time", "action", "account", "type", "id", "stream", "changed"));
}

TEST_F(Complete, completes_the_last_member_of_a_list) {
  EXPECT_THAT(candidates({"sync", "--only", "tweets,mut"}), ElementsAre("tweets,mutes"));
  EXPECT_THAT(candidates({"auth", "twitter", "--streams", "+dms,-mut"}), ElementsAre("+dms,-mutes"));
  EXPECT_THAT(candidates({"sync", "--only", "+mut"}), IsEmpty());
}

TEST_F(Complete, completes_a_value_behind_its_option) {
  EXPECT_THAT(candidates({"sync", "--only=mut"}), ElementsAre("--only=mutes"));
  EXPECT_THAT(candidates({"--home=/x"}), ElementsAre(":files"));
  EXPECT_THAT(candidates({"sync", "--full=x"}), IsEmpty());
}

TEST_F(Complete, asks_the_shell_for_files) {
  EXPECT_THAT(candidates({"backup", "/tm"}), ElementsAre(":files"));
  EXPECT_THAT(candidates({"auth", "twitter", "--client-secret-file", ""}), ElementsAre(":files"));
}

TEST_F(Complete, knows_accounts_and_parts_of_streams_of_this_locker) {
  make_locker();
  EXPECT_THAT(lines({"sync", "tw"}), ElementsAre("twitter\tX (Twitter)"));
  EXPECT_THAT(candidates({"sync", "twitter", "tw"}), ElementsAre("twitter"));
  EXPECT_THAT(candidates({"query", "--source", ""}), ElementsAre("twitter"));
  EXPECT_THAT(candidates({"query", "--stream", "list-m"}), ElementsAre("list-members", "list-members/12"));
  EXPECT_THAT(candidates({"sync", "--only", "list-m"}), ElementsAre("list-members"));
  EXPECT_THAT(candidates({"sync", "--only", ""}), AllOf(Contains("likes"), Not(Contains("starred"))))
      << "nobody is signed in there";
  EXPECT_THAT(candidates({"sync", "--only", "likes,list"}), ElementsAre("likes,lists", "likes,list-members"));
  EXPECT_THAT(candidates({"sync", "--only", "lists,list"}), ElementsAre("lists,list-members"));
  EXPECT_THAT(candidates({"history", "tw"}), ElementsAre("twitter:"));
  EXPECT_THAT(candidates({"forget", "tw"}), ElementsAre("twitter", "twitter:"));
  EXPECT_THAT(candidates({"auth", "logout", ""}), ElementsAre("twitter"));
  EXPECT_THAT(candidates({"auth", "logout", "twitter", ""}), IsEmpty());
}

TEST_F(Complete, goes_by_the_home_of_the_command_line_and_of_the_configuration_file) {
  make_locker();
  environment["LOCKER_HOME"] = "/nowhere";
  EXPECT_THAT(candidates({"sync", ""}), IsEmpty());
  EXPECT_THAT(candidates({"--home", home.root().string(), "sync", ""}), ElementsAre("twitter"));
  EXPECT_THAT(candidates({"sync", "--home=" + home.root().string(), ""}), ElementsAre("twitter"));
  environment.erase("LOCKER_HOME");
  write_config("home = \"" + home.root().string() + "\"\n");
  EXPECT_THAT(candidates({"sync", ""}), ElementsAre("twitter"));
}

TEST_F(Complete, goes_on_where_configuration_and_archive_are_broken) {
  write_config("nonsense = 1\n");
  std::filesystem::create_directories(home.root());
  std::ofstream(home.database()) << "this is no database";
  EXPECT_THAT(candidates({"query", "--stream", "likes"}), ElementsAre("likes"));
  environment.clear();
  EXPECT_THAT(lines({"sync", ""}), IsEmpty());
}

/// Returns all files except the index of the WAL, to which readers write too.
std::map<std::string, std::string> snapshot(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && !entry.path().string().ends_with("-shm"))
      files[entry.path().string()] = test::text_of(entry.path());
  return files;
}

TEST_F(Complete, of_the_real_program_writes_nothing_and_says_nothing_of_troubles) {
  const auto nothing = locker({"__complete", "sync", ""});
  EXPECT_EQ(nothing.code, 0);
  EXPECT_EQ(nothing.out, "");
  EXPECT_FALSE(std::filesystem::exists(home.root()));
  make_locker();
  const auto before = snapshot(home.root());
  const auto found = locker({"__complete", "query", "--stream", "list-members/"});
  EXPECT_EQ(found.out, "list-members/12\n");
  EXPECT_EQ(found.err, "");
  EXPECT_EQ(snapshot(home.root()), before);
  close_writer();
  std::ofstream(home.database(), std::ios::trunc) << "this is no database";
  const auto broken = locker({"__complete", "query", "--stream", "list-members/"});
  EXPECT_EQ(broken.code, 0);
  EXPECT_EQ(broken.out + broken.err, "");
  EXPECT_EQ(locker({"__complete"}).code, 0);
}

}  // namespace
}  // namespace locker::cli
