// The session in the README must be what the program prints.
#include <regex>

#include "tests/integration/locker_fixture.hpp"
#include "tests/integration/terminal.hpp"

namespace locker::test {
namespace {

namespace fs = std::filesystem;

/// A command of the session, and its output in the README.
struct Shown {
  std::string command;
  Words lines;
};

/// Returns the commands (lines that begin with `$`) of the section, with their output.
std::vector<Shown> session_of(const std::string& readme) {
  const auto begin = readme.find("## A session\n"), end = readme.find("\n## ", begin + 1);
  std::istringstream section(readme.substr(begin, end - begin));
  std::vector<Shown> session;
  for (std::string line; std::getline(section, line);) {
    if (line.starts_with("    $ "))
      session.push_back({line.substr(6), {}});
    else if (line.starts_with("    "))
      session.back().lines.push_back(line.substr(4));
  }
  return session;
}

/// Replaces what differs between runs: ids, and times of day.
std::string timeless(const std::string& line) {
  static const std::regex id("[0-9]{15,}"), time("[0-9]{2}:[0-9]{2}");
  std::string text = std::regex_replace(std::regex_replace(line, id, "ID"), time, "TIME");
  text.erase(text.find_last_not_of(" \r") + 1);
  return text;
}

/// Returns what remains on the screen: of an overwritten line, only its last content.
Words on_screen(const std::string& text) {
  Words lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    static const std::regex control("\x1b\\[[0-9;?]*[A-Za-z]");
    line = std::regex_replace(line, control, "");
    line.erase(line.find_last_not_of('\r') + 1);
    lines.push_back(timeless(line.substr(line.rfind('\r') + 1)));
  }
  return lines;
}

/// True if the screen shows these lines in order; `...` stands for any number of lines.
bool shows(const Words& screen, const Words& lines) {
  auto at = screen.begin();
  bool skips = false;
  for (const auto& line : lines) {
    if (line.find_first_not_of(' ') != std::string::npos &&
        line.substr(line.find_first_not_of(' ')) == "...") {
      skips = true;
      continue;
    }
    const auto found = skips ? std::find(at, screen.end(), timeless(line)) : at;
    if (found == screen.end() || *found != timeless(line)) return false;
    at = found + 1;
    skips = false;
  }
  return skips || at == screen.end();
}

class Readme : public LockerTest {
 protected:
  /// Starts the stand-in as scripts/demo does.
  void begin() {
    sandbox::Settings settings;
    settings.auto_approve = true;
    settings.redirect_uris = {redirect};
    settings.sizes.posts = 120;
    settings.sizes.likes = 60;
    settings.sizes.followers = 40;
    start(settings);
  }

  std::string screen_of(std::string line) {
    Variables variables = environment();
    variables["BROWSER"] = "curl --silent --location --output /dev/null";
    variables["TERM"] = "dumb";
    const bool asks = line.starts_with("locker auth");
    if (asks) line += " --client-id sandbox-client --redirect-uri " + redirect;
    line = std::regex_replace(line, std::regex("[0-9]{15,}"), edited);
    line.replace(0, line.find(' '), std::string(program_path()) + " --no-color");
    AtTerminal terminal({"/bin/sh", "-c", "exec " + line}, variables);
    if (asks && terminal.shows("[$10.00]: ")) terminal.press("\n");
    std::string screen = terminal.screen_at_end();
    EXPECT_EQ(terminal.exit_code(), 0) << line << "\n" << screen;
    return screen;
  }

  const std::string redirect = "http://127.0.0.1:" + std::to_string(free_port()) + "/callback";
  std::string edited;
};

TEST_F(Readme, shows_a_session_that_is_true) {
  begin();
  const fs::path readme = fs::path(units_path()).parent_path().parent_path() / "README.md";
  const auto session = session_of(text_of(readme));
  ASSERT_GE(session.size(), 5u);
  for (const auto& [line, lines] : session) {
    if (line == "locker query harbour bakery") {
      order("edit", {{"id", edited}, {"text", "Fresh bread at the harbour bakery every morning"}});
      ASSERT_EQ(locker({"sync", "--quiet"}).code, 0);
    }
    const std::string screen = screen_of(line);
    EXPECT_TRUE(shows(on_screen(screen), lines)) << line << "\n" << screen;
    if (line == "locker auth twitter")
      edited = order("post", {{"text", "Fresh bred at the harbour bakery every morning"}})["id"];
  }
}

}  // namespace
}  // namespace locker::test
