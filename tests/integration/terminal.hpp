#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/program.hpp"

namespace locker::test {

/// The program on its own terminal, with input from the test.
class AtTerminal {
 public:
  AtTerminal(std::vector<std::string> words, const Variables& environment)
      : master_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0)
      throw std::runtime_error("no pseudo-terminal");
    const std::string name = ptsname(master_);
    std::vector<std::string> variables;
    for (const auto& [key, value] : environment) variables.push_back(key + "=" + value);
    auto arguments = pointers(words), settings = pointers(variables);
    id_ = fork();
    if (id_ == 0) {
      setsid();
      for (const int number : {SIGINT, SIGTERM, SIGHUP}) signal(number, SIG_DFL);
      const int terminal = open(name.c_str(), O_RDWR);
      ioctl(terminal, TIOCSCTTY, 0);
      for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(terminal, stream);
      execve(arguments.front(), arguments.data(), settings.data());
      _exit(127);
    }
  }
  ~AtTerminal() {
    if (id_ > 0) {
      kill(id_, SIGKILL);
      waitpid(id_, nullptr, 0);
    }
    close(master_);
  }
  AtTerminal(const AtTerminal&) = delete;
  AtTerminal& operator=(const AtTerminal&) = delete;

  void press(std::string_view keys) const {
    ASSERT_EQ(write(master_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }
  /// Reads until `text` is on the screen; false if the program ended, or after a minute.
  bool shows(std::string_view text) {
    while (screen_.find(text) == std::string::npos)
      if (!read_some()) return false;
    return true;
  }
  /// Waits for the end of the program and returns all of its output.
  const std::string& screen_at_end() {
    while (read_some()) continue;
    return screen_;
  }
  int exit_code() {
    int status = 0;
    waitpid(id_, &status, 0);
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
  }

  bool read_some() {
    std::array<char, 4096> buffer;
    pollfd events{master_, POLLIN, 0};
    if (poll(&events, 1, 60'000) <= 0) return false;
    const ssize_t count = read(master_, buffer.data(), buffer.size());  // EIO: the other side is closed
    if (count > 0) screen_.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  int master_;
  pid_t id_ = -1;
  std::string screen_;
};

}  // namespace locker::test
