#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "cli/standard_output.hpp"
#include "tests/unit/cli/cli_fixture.hpp"

/// Output without a reader, and signals.
namespace locker::cli {
namespace {

using test::Outcome;
using test::Process;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Output : public test::CliFixture {
 protected:
  Outcome shell(const std::string& command) {
    return test::run({"bash", "-c", command, test::program_path()}, environment);
  }
};

TEST_F(Output, of_what_changed_shows_text_as_it_reads_and_json_as_it_was_sent) {
  make_locker();
  const std::string before =
      R"({"id":"9","name":"\u05e2\u05d1\ud83d\ude1d\u001b","url":"https:\/\/a.example"})";
  store({"followers", ""}, "contact/twitter", "9", before, "user");
  now += std::chrono::hours(1);
  store({"followers", ""}, "contact/twitter", "9", R"({"id":"9","name":"ann","url":"\ud83d"})", "user");
  close_writer();
  const Outcome shown = locker({"history", "contact/9", "--diff"});
  EXPECT_THAT(shown.out, HasSubstr("name: \"עב😝\\u001b\" -> \"ann\"")) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr(R"(url: "https://a.example" -> "\ud83d")"));
  EXPECT_THAT(locker({"history", "contact/9", "--diff", "--json"}).out, HasSubstr(R"("\u05e2\u05d1)"));
}

TEST_F(Output, of_words_that_no_text_can_have_is_empty_and_no_error) {
  make_locker();
  for (const std::string words : {"&", "%", "", "!!! ...", "\"&\""}) {
    const Outcome found = locker({"query", words, "--json"});
    EXPECT_EQ(found.code, 0) << words << ": " << found.err;
    EXPECT_EQ(found.out, "[]\n") << words;
  }
  EXPECT_NE(locker({"query", "post", "&", "--json"}).out, "[]\n");
}

TEST_F(Output, that_is_raw_has_no_other_form) {
  make_locker();
  for (const std::vector<std::string>& words : {std::vector<std::string>{"query", "--raw", "--json"},
                                                {"query", "--raw", "--format", "json"},
                                                {"--json", "query", "--raw"}}) {
    const Outcome refused = locker(words);
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr("--raw"));
  }
}

TEST_F(Output, of_slips_is_no_silence) {
  make_locker();
  const auto says = [&](const std::vector<std::string>& words, const std::string& what) {
    const Outcome refused = locker(words);
    EXPECT_EQ(refused.code, 2) << what;
    EXPECT_EQ(refused.out, "") << what;
    EXPECT_THAT(refused.err, HasSubstr(what));
  };
  says({"query", "--stream", "likes/xyz"}, "there is no stream \"likes/xyz\"");
  says({"query", "--stream", "list-members/nope"}, "did you mean \"list-members/12\"?");
  says({"query", "--fields", "ID"}, "did you mean \"id\"?");
  says({"query", "--json", "--format", "csv"}, "--json does not go with --format csv");
  says({"auth", "statsu"}, "did you mean \"locker auth status\"?");
  EXPECT_EQ(locker({"query", "--stream", "list-members/12", "--json", "--format", "jsonl"}).code, 0);
}

TEST_F(Output, of_a_sync_where_nothing_is_signed_in_names_what_the_archive_knows) {
  const Outcome fresh = locker({"sync"});
  EXPECT_EQ(fresh.code, 4);
  EXPECT_THAT(fresh.err, HasSubstr("twitter: not signed in; run \"locker auth twitter\""));
  writer().ensure_account("github-work", "github", std::nullopt, now);
  close_writer();
  const Outcome restored = locker({"sync"});
  EXPECT_EQ(restored.code, 4);
  EXPECT_THAT(restored.err,
              HasSubstr("github-work: not signed in; run \"locker auth github --account github-work\""));
}

TEST_F(Output, of_words_with_signs_is_what_has_these_signs) {
  make_locker();
  const auto post = [&](const std::string& id, const std::string& text) {
    store({"tweets", ""}, "status/twitter", id, R"({"id":")" + id + R"(","text":")" + text + "\"}", "post",
          text);
  };
  post("11", "I write C++ today");
  post("12", "C# is another");
  post("13", "vitamin C helps");
  const auto found = [&](const std::string& word) {
    return locker({"query", word, "--fields", "id", "--format", "tsv"}).out;
  };
  EXPECT_EQ(found("C++"), "id\n11\n");
  EXPECT_EQ(found("c#"), "id\n12\n");
  EXPECT_EQ(test::lines_of(found("C")).size(), 4u);
  EXPECT_THAT(locker({"query", "C++", "--raw"}).out, HasSubstr(R"("id":"11")"));
  EXPECT_EQ(test::lines_of(locker({"query", "C++", "--raw"}).out).size(), 1u);
}

TEST_F(Output, keeps_a_row_of_tsv_on_one_line_whatever_is_in_it) {
  make_locker();
  store({"tweets", ""}, "status/twitter", "11", R"({"id":"11"})", "post", "one\r\ntwo\tthree\\");
  EXPECT_EQ(locker({"query", "two", "--fields", "text", "--format", "tsv"}).out,
            "text\none\\r\\ntwo\\tthree\\\\\n");
}

TEST_F(Output, goes_to_no_place_without_a_name) {
  make_locker();
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"backup", ""}, {"export", ""}, {"restore", ""}, {"query", "--fields", ""}}) {
    const Outcome refused = locker(words);
    EXPECT_EQ(refused.code, 2) << words.front();
    EXPECT_THAT(refused.err, HasSubstr("empty")) << words.front();
    EXPECT_EQ(refused.out, "");
  }
}

/// Runs the program with a pipe that nobody reads as standard output.
int code_without_reader(const std::string& words, const std::string& err) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return -1;
  close(ends[0]);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", ("exec \"$0\" " + words + " 2>" + err).c_str(), test::program_path(),
          nullptr);
    _exit(127);
  }
  close(ends[1]);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_F(Output, to_a_reader_that_went_away_ends_quietly) {
  make_locker();
  const std::string err = (folder.path() / "err").string();
  const std::string at_home = "--home " + home.root().string() + " ";
  for (const char* words : {"--help", "query --format jsonl", "query --raw", "history", "status",
                            "history --after 0 --follow", "history --after 0 --follow --diff"}) {
    EXPECT_EQ(code_without_reader(at_home + words, err), 0) << words;
    EXPECT_EQ(test::text_of(err), "") << words;
  }
}

TEST_F(Output, that_is_followed_ends_when_its_reader_went_away_though_nothing_new_comes) {
  make_locker();
  const auto ended =
      shell("timeout 60 \"$0\" history --after 0 --follow --format tsv | head -1; echo ${PIPESTATUS[0]}");
  EXPECT_THAT(ended.out, ::testing::EndsWith("\n0\n"));
}

TEST_F(Output, that_nobody_takes_does_not_hide_what_went_wrong) {
  const std::string err = (folder.path() / "err").string();
  EXPECT_EQ(code_without_reader("--home " + home.root().string() + " query", err), 10);
  EXPECT_THAT(test::text_of(err), HasSubstr("there is no locker"));
}

TEST(StandardOutput, knows_why_it_could_not_be_written) {
  signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  close(ends[0]);
  StandardOutput gone(ends[1]);
  gone.stream() << "text";
  EXPECT_EQ(gone.finish(), EPIPE);
  EXPECT_FALSE(gone.stream());
  close(ends[1]);
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  StandardOutput disk(full);
  disk.stream() << std::string(100'000, 'x') << std::flush;
  EXPECT_EQ(disk.finish(), ENOSPC);
  close(full);
}

TEST(StandardOutput, writes_everything_in_order_whatever_the_sizes) {
  test::TemporaryFolder folder;
  const auto file = folder.path() / "out";
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  std::string expected;
  {
    StandardOutput out(descriptor);
    for (const std::size_t size : {1, 70'000, 3, 65'536, 65'535, 0, 200'000, 2}) {
      const std::string piece(size, static_cast<char>('a' + size % 26));
      out.stream() << piece;
      expected += piece;
      out.stream().put('\n');
      expected += '\n';
    }
    EXPECT_EQ(out.finish(), 0);
  }
  close(descriptor);
  EXPECT_EQ(test::text_of(file), expected);
}

TEST_F(Output, to_a_full_disk_is_an_error) {
  const auto outcome = shell("\"$0\" --help >/dev/full");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "locker: the output could not be written: No space left on device\n");
  make_locker();
  for (const char* words : {"query --format jsonl", "query --raw", "history", "status", "connectors"}) {
    const auto failed = shell("\"$0\" " + std::string(words) + " >/dev/full");
    EXPECT_EQ(failed.code, 1) << words;
    EXPECT_THAT(failed.err, HasSubstr("No space left on device")) << words;
  }
}

TEST_F(Output, that_is_closed_is_an_error_and_nothing_else_is_written_to) {
  make_locker();
  const auto outcome = shell("\"$0\" query --raw >&-");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(locker({"verify"}).code, 0);
}

class Interrupted : public Output {
 protected:
  /// Starts `history --follow` and waits until it follows.
  std::unique_ptr<Process> follower(std::vector<std::string> before = {}) {
    make_locker();
    std::vector<std::string> words = std::move(before);
    for (const char* word :
         {test::program_path(), "history", "--after", "0", "--follow", "--format", "jsonl"})
      words.emplace_back(word);
    auto process = std::make_unique<Process>(words, environment);
    EXPECT_TRUE(process->wait_for_output(R"("seq":1)"));
    return process;
  }
};

TEST_F(Interrupted, history_that_is_followed_ends_with_130) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    auto process = follower();
    process->signal(number);
    const auto outcome = process->wait();
    EXPECT_EQ(outcome.code, 130);
    EXPECT_EQ(outcome.err, "locker: interrupted\n");
  }
}

TEST_F(Interrupted, history_shows_what_others_write_meanwhile) {
  auto process = follower();
  store_post("4242");
  EXPECT_TRUE(process->wait_for_output(R"("id":"4242")"));
  process->signal(SIGINT);
  EXPECT_EQ(process->wait().code, 130);
}

TEST_F(Interrupted, signals_that_who_started_it_ignores_stay_ignored) {
  auto process = follower({"/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"});
  process->signal(SIGHUP);
  store_post("4242");
  EXPECT_TRUE(process->wait_for_output(R"("id":"4242")"));
  process->signal(SIGTERM);
  EXPECT_EQ(process->wait().code, 130);
}

}  // namespace
}  // namespace locker::cli
