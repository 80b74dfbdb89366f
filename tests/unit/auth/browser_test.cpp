#include "lib/auth/browser.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::auth {
namespace {

using ::testing::HasSubstr;

/// A program in place of a browser, which reports its arguments through a pipe.
class Browser : public ::testing::Test {
 protected:
  Browser() {
    mkfifo((folder.path() / "told").c_str(), 0600);
    std::ofstream(folder.path() / "browser")
        << "#!/bin/sh\n{ echo \"address $*\"; cat /proc/self/status; } >\"${0%/*}/told\"\n";
    std::filesystem::permissions(folder.path() / "browser", std::filesystem::perms::owner_all);
  }

  std::string open(const std::string& command) {
    open_browser("https://example.org/?a=1&b=2 3",
                 Environment(std::map<std::string, std::string, std::less<>>{{"BROWSER", command}}));
    std::ifstream told(folder.path() / "told");  // blocks until the program opens the pipe
    return {std::istreambuf_iterator<char>(told), {}};
  }

  std::string program() const { return (folder.path() / "browser").string(); }

  test::TemporaryFolder folder;
};

/// Reads a signal mask in /proc/self/status.
bool has_signal(const std::string& status, const std::string& mask, int number) {
  const auto at = status.find(mask);
  if (at == std::string::npos) throw std::runtime_error("no " + mask);
  return std::stoull(status.substr(at + mask.size(), 16), nullptr, 16) >> (number - 1) & 1;
}

TEST_F(Browser, gets_the_address_as_one_word) {
  EXPECT_THAT(open(program()), HasSubstr("address https://example.org/?a=1&b=2 3\n"));
  EXPECT_THAT(open(program() + " --new --url=%s"),
              HasSubstr("address --new --url=https://example.org/?a=1&b=2 3\n"));
}

TEST_F(Browser, takes_signals_though_its_parent_does_not) {
  sigset_t interrupting, before;
  sigemptyset(&interrupting);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&interrupting, number);
  pthread_sigmask(SIG_BLOCK, &interrupting, &before);
  const auto pipe_before = signal(SIGPIPE, SIG_IGN);
  const std::string told = open(program());
  signal(SIGPIPE, pipe_before);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_THAT(told, HasSubstr("SigBlk:\t0000000000000000"));
  EXPECT_FALSE(has_signal(told, "SigIgn:\t", SIGPIPE));
}

}  // namespace
}  // namespace locker::auth
