#include "lib/auth/borrowed_token.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "lib/auth/printed_line.hpp"
#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::auth {
namespace {

using std::chrono::seconds;

std::optional<std::string> printed(const std::vector<std::string>& command, seconds patience = seconds(20)) {
  const auto line = printed_line(command, patience, {});
  return line ? std::optional(line->reveal()) : std::nullopt;
}

TEST(PrintedLine, is_the_first_one_of_a_program_that_succeeds) {
  EXPECT_EQ(printed({"printf", "%s", "one"}), "one");
  EXPECT_EQ(printed({"/bin/sh", "-c", "echo one; echo two; echo words >&2"}), "one");
  EXPECT_EQ(printed({"/bin/sh", "-c", "cat; echo end"}), "end");
  EXPECT_EQ(printed({"/bin/sh", "-c", "echo one; exec >&-; /bin/true"}), "one");
}

TEST(PrintedLine, is_absent_where_there_is_none) {
  EXPECT_FALSE(printed({"/bin/sh", "-c", "echo one; exit 1"}));
  EXPECT_FALSE(printed({"/bin/true"}));
  EXPECT_FALSE(printed({"a-program-that-is-not-there"}));
  EXPECT_FALSE(printed({"/bin/sh", "-c", "kill -9 $$"}));
}

TEST(PrintedLine, does_not_wait_for_a_program_that_does_not_end) {
  EXPECT_FALSE(printed({"/bin/sh", "-c", "echo one; exec sleep 1000"}, seconds(0)));
  EXPECT_FALSE(printed({"yes"}));
}

TEST(PrintedLine, is_not_waited_for_after_a_stop) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW((void)printed_line({"sleep", "1000"}, seconds(1000), stop.get_token()), Error);
}

class Borrowed : public ::testing::Test {
 protected:
  Borrowed() {
    from.program = "lender";
    from.command = {"/bin/false"};
    from.folder_variable = "LENDER_DIR";
    from.file = "lender/hosts";
    from.token_in = [](std::string_view text, std::string_view host) -> std::optional<std::string> {
      if (text.starts_with(host)) return std::string(text.substr(host.size() + 1));
      return std::nullopt;
    };
  }
  void write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  std::string token(const std::map<std::string, std::string, std::less<>>& variables) {
    return borrow_token(from, "a.example", Environment(variables), {}).reveal();
  }

  test::TemporaryFolder folder;
  connector::BorrowedToken from;
};

TEST_F(Borrowed, token_is_what_the_program_prints_for_the_host) {
  from.command = {"printf", "%s", "token-of-{host}"};
  EXPECT_EQ(token({}), "token-of-a.example");
}

TEST_F(Borrowed, token_is_looked_for_in_the_programs_file_where_it_prints_none) {
  write(folder.path() / "own/hosts", "a.example 1");
  write(folder.path() / "config/lender/hosts", "a.example 2");
  write(folder.path() / ".config/lender/hosts", "a.example 3");
  const std::string here = folder.path().string();
  EXPECT_EQ(token({{"LENDER_DIR", here + "/own"}, {"XDG_CONFIG_HOME", here + "/config"}, {"HOME", here}}),
            "1");
  EXPECT_EQ(token({{"XDG_CONFIG_HOME", here + "/config"}, {"HOME", here}}), "2");
  EXPECT_EQ(token({{"HOME", here}}), "3");
}

TEST_F(Borrowed, token_that_is_nowhere_is_a_sign_in_error_that_says_where_it_was_looked_for) {
  write(folder.path() / ".config/lender/hosts", "b.example 3");
  try {
    (void)token({{"HOME", folder.path().string()}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::sign_in);
    EXPECT_NE(std::string(error.what()).find("lender/hosts"), std::string::npos) << error.what();
    EXPECT_NE(error.hint().find("--from-lender"), std::string::npos) << error.hint();
  }
}

}  // namespace
}  // namespace locker::auth
