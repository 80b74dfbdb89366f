// Interactive use on a terminal.
#include "tests/integration/terminal.hpp"

#include <algorithm>
#include <sstream>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {
namespace {

constexpr std::string_view kControlC = "\x03";

class Terminal : public LockerTest {};

TEST_F(Terminal, control_c_at_a_prompt_ends_sign_in_by_itself) {
  AtTerminal program(command({"auth", "twitter"}), environment());
  ASSERT_TRUE(program.shows("Client id: "));
  program.press(kControlC);
  // If it had to be killed because it still waited for a line, it would print nothing.
  EXPECT_NE(program.screen_at_end().find("locker: interrupted"), std::string::npos)
      << program.screen_at_end();
  EXPECT_EQ(program.exit_code(), 130);
}

TEST_F(Terminal, control_c_ends_the_wait_for_a_pasted_code) {
  AtTerminal program(command({"auth", "twitter", "--client-id", "sandbox-client", "--no-browser"}),
                     environment());
  ASSERT_TRUE(program.shows("within 30 seconds: "));
  program.press("https://127.0.0.1/call");
  program.press(kControlC);
  EXPECT_NE(program.screen_at_end().find("locker: interrupted"), std::string::npos)
      << program.screen_at_end();
  EXPECT_EQ(program.exit_code(), 130);
}

TEST_F(Terminal, short_waits_are_seen_while_they_last) {
  sandbox::Settings settings;
  settings.rate_limits = false;
  start(settings);
  ASSERT_EQ(sign_in().code, 0);
  order("fault", {{"match", "liked_tweets"}, {"kind", "rate_limit"}, {"reset_in", 4}, {"times", 0}});
  AtTerminal program(command({"sync", "twitter", "--only", "likes"}), environment());
  ASSERT_TRUE(program.shows("twitter: the service's rate limit is used up: waiting "));
  program.press(kControlC);
  EXPECT_EQ(program.screen_at_end().find("waiting until"), std::string::npos) << program.screen_at_end();
  EXPECT_EQ(program.exit_code(), 130);
}

TEST_F(Terminal, an_estimate_names_every_stream_within_its_width) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  auto variables = environment();
  variables["NO_COLOR"] = "1";
  AtTerminal program(command({"sync", "twitter", "--dry-run"}), variables);
  const std::string screen = program.screen_at_end();
  for (const char* name : {"\nmentions (all) ", "\nbookmar", "\nfollowers (all) ", "\nmutes (all) "})
    EXPECT_NE(screen.find(name), std::string::npos) << name << screen;
  std::istringstream lines(screen);
  const auto is_character = [](char byte) { return byte != '\r' && (byte & 0xC0) != 0x80; };
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(std::ranges::count_if(line, is_character), 80) << line;
  EXPECT_EQ(program.exit_code(), 0);
}

TEST_F(Terminal, answers_are_read_line_by_line) {
  AtTerminal program(command({"auth", "twitter", "--no-browser"}), environment());
  ASSERT_TRUE(program.shows("Client id: "));
  program.press("my-client\nno-such-file\n");
  ASSERT_TRUE(program.shows("no-such-file"));
  EXPECT_EQ(program.screen_at_end().find("interrupted"), std::string::npos);
  EXPECT_NE(program.exit_code(), 130);
}

}  // namespace
}  // namespace locker::test
