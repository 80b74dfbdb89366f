#include "lib/auth/browser.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iterator>
#include <sstream>
#include <vector>

namespace locker::auth {
namespace {

/// Returns the words of `$BROWSER`, with the address in place of `%s` or appended.
std::vector<std::string> command_line(const std::string& command, const std::string& address) {
  std::istringstream text(command);
  std::vector<std::string> words{std::istream_iterator<std::string>(text), {}};
  bool placed = false;
  for (auto& word : words)
    if (const auto hole = word.find("%s"); hole != std::string::npos) {
      word.replace(hole, 2, address);
      placed = true;
    }
  if (!placed) words.push_back(address);
  return words;
}

/// The browser must not inherit our ignored and blocked signals.
void take_signals_as_usual() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int number : {SIGPIPE, SIGXFSZ}) signal(number, SIG_DFL);
}

[[noreturn]] void become(std::vector<char*>& words) {
  setsid();
  take_signals_as_usual();
  if (const int nowhere = open("/dev/null", O_RDWR); nowhere >= 0)
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);
  execvp(words.front(), words.data());
  _exit(127);
}

}  // namespace

void open_browser(const std::string& address, const Environment& environment) {
  auto words = command_line(environment.get("BROWSER").value_or("xdg-open"), address);
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  // Forks twice, so that the browser is no child of this process, which would have to wait for it.
  const pid_t between = fork();
  if (between == 0) {
    if (fork() == 0) become(pointers);
    _exit(0);
  }
  if (between > 0) waitpid(between, nullptr, 0);
}

}  // namespace locker::auth
