#include "tests/unit/cli/cli_fixture.hpp"

/// The completions of the shells, as requested by each shell itself.
namespace locker::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

std::string adaptor(const char* name) { return std::string(LOCKER_SOURCES) + "/completions/" + name; }

bool is_there(const std::string& shell) {
  return std::filesystem::exists("/bin/" + shell) || std::filesystem::exists("/usr/bin/" + shell);
}

class Shells : public test::CliFixture {
 protected:
  Shells() {
    environment["PATH"] =
        std::filesystem::path(test::program_path()).parent_path().string() + ":" + environment["PATH"];
    environment["TERM"] = "dumb";
    std::ofstream(folder.path() / "a file.db") << "";
  }

  std::vector<std::string> lines(const std::vector<std::string>& command) {
    const auto outcome = test::run(command, environment);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.code, 0);
    return test::lines_of(outcome.out);
  }

  /// `words` as split by readline; the last one is completed.
  std::vector<std::string> bash(const std::vector<std::string>& words) {
    std::vector<std::string> command{
        "bash",
        "--norc",
        "-c",
        "source \"$1\"; shift\n"
        "COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1))\n"
        "_locker; ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"",
        "bash",
        adaptor("locker.bash")};
    command.insert(command.end(), words.begin(), words.end());
    return lines(command);
  }

  std::vector<std::string> fish(const std::string& line) {
    return lines(
        {"fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", adaptor("locker.fish"), line});
  }

  /// zsh's own functions are replaced by ones that print their arguments.
  std::vector<std::string> zsh(const std::vector<std::string>& words) {
    std::vector<std::string> command{
        "zsh",
        "-f",
        "-c",
        "compdef() { :; }; compset() { :; }; _files() { print files; }\n"
        "_describe() { print -rl -- \"${(@P)4}\"; [[ -z $5 ]] || print no space; }\n"
        "file=$1; shift; words=(\"$@\") CURRENT=$# PREFIX=${@[-1]}\n"
        "source $file; _locker",
        "zsh",
        adaptor("_locker")};
    command.insert(command.end(), words.begin(), words.end());
    return lines(command);
  }
};

TEST_F(Shells, bash_offers_what_the_program_says) {
  EXPECT_THAT(bash({"locker", "qu"}), ElementsAre("query"));
  EXPECT_THAT(bash({"locker", "sync", "--max"}), ElementsAre("--max-cost", "--max-items", "--max-wait"));
  EXPECT_THAT(bash({"locker", "sync", "--only", "tweets,mut"}), ElementsAre("tweets,mutes"));
  EXPECT_THAT(bash({"locker", "sync", "--nothing"}), IsEmpty());
}

TEST_F(Shells, bash_joins_what_readline_splits) {
  EXPECT_THAT(bash({"locker", "sync", "--only", "=", "mut"}), ElementsAre("mutes"));
  EXPECT_THAT(bash({"locker", "sync", "--only", "="}), Contains("mutes"));
  EXPECT_THAT(bash({"locker", "--home", "=", "/x", "qu"}), ElementsAre("query"));
  make_locker();
  EXPECT_THAT(bash({"locker", "history", "tw"}), ElementsAre("twitter:"));
  EXPECT_THAT(bash({"locker", "history", "twitter", ":", "1", "--di"}), ElementsAre("--diff"));
}

TEST_F(Shells, bash_offers_files_with_spaces_whole) {
  const std::string file = (folder.path() / "a file.db").string();
  EXPECT_THAT(bash({"locker", "backup", (folder.path() / "a").string()}), ElementsAre(file));
  EXPECT_THAT(bash({"locker", "--home", "=", (folder.path() / "a").string()}), ElementsAre(file));
}

TEST_F(Shells, fish_offers_what_the_program_says) {
  if (!is_there("fish")) GTEST_SKIP() << "fish is not installed";
  EXPECT_THAT(fish("locker qu"), ElementsAre("query\tSearch and show what is stored"));
  EXPECT_THAT(fish("locker sync --only=mut"), ElementsAre("--only=mutes\tpeople you mute"));
  EXPECT_THAT(fish("locker "), AllOf(Contains(::testing::StartsWith("sync\t")), Not(Contains("a file.db"))));
  const std::string begin = (folder.path() / "a").string();
  EXPECT_THAT(fish("locker backup " + begin), Contains(::testing::HasSubstr("file.db")));
  EXPECT_THAT(fish("locker --home=" + begin), Contains(::testing::StartsWith("--home=" + begin)));
  make_locker();
  EXPECT_THAT(fish("locker history tw"), Contains(::testing::StartsWith("twitter:")));
}

TEST_F(Shells, zsh_offers_what_the_program_says) {
  if (!is_there("zsh")) GTEST_SKIP() << "zsh is not installed";
  EXPECT_THAT(zsh({"locker", "qu"}), ElementsAre("query:Search and show what is stored"));
  EXPECT_THAT(zsh({"locker", "sync", "--only=mut"}), ElementsAre("--only=mutes:people you mute"));
  EXPECT_THAT(zsh({"locker", ""}), Contains(::testing::StartsWith("sync:")));
  EXPECT_THAT(zsh({"locker", "backup", "/tm"}), ElementsAre("files"));
  EXPECT_THAT(zsh({"locker", "sync", "--nothing"}), IsEmpty());
  make_locker();
  EXPECT_THAT(zsh({"locker", "history", "tw"}), ElementsAre("twitter\\::X (Twitter)", "no space"));
}

}  // namespace
}  // namespace locker::cli
