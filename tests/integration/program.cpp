#include "tests/integration/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace locker::test {
namespace {

/// Returns an unnamed file with this content, positioned at its start.
int file_with(const std::string& text) {
  std::string name = (std::filesystem::temp_directory_path() / "locker-input-XXXXXX").string();
  const int file = mkostemp(name.data(), O_CLOEXEC);
  unlink(name.c_str());
  if (file < 0 || write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("no input file");
  lseek(file, 0, SEEK_SET);
  return file;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

bool take(int& stream, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = read(stream, buffer.data(), buffer.size());
  if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
  if (count <= 0) {
    close(stream);
    stream = -1;
  }
  return count > 0;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Variables& environment,
                 const std::string& input) {
  std::vector<std::string> words = command, variables;
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  auto arguments = pointers(words);
  auto settings = pointers(variables);
  std::array<int, 2> out{}, err{};
  const int in = file_with(input);
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  id_ = fork();
  if (id_ == 0) {
    // The shell may ignore some signals if the tests run in the background.
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(number, SIG_DFL);
    dup2(in, STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    execvpe(arguments.front(), arguments.data(), settings.data());
    _exit(127);
  }
  close(in);
  close(out[1]);
  close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

Process::~Process() {
  if (id_ > 0) {
    signal(SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  if (out_ >= 0) close(out_);
  if (err_ >= 0) close(err_);
}

void Process::signal(int number) const { kill(id_, number); }

/// Returns false once both streams have ended, or at the deadline.
bool Process::take_some(std::chrono::steady_clock::time_point deadline) {
  if (out_ < 0 && err_ < 0) return false;
  std::array<pollfd, 2> streams{{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  if (left <= 0 || poll(streams.data(), streams.size(), static_cast<int>(left)) == 0) return false;
  if (out_ >= 0 && streams[0].revents) take(out_, outcome_.out);
  if (err_ >= 0 && streams[1].revents) take(err_, outcome_.err);
  return true;
}

bool Process::wait_for_output(std::string_view text, std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (outcome_.out.find(text) == std::string::npos && outcome_.err.find(text) == std::string::npos)
    if (!take_some(deadline)) return false;
  return true;
}

Outcome Process::wait(std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (take_some(deadline)) continue;
  if (out_ >= 0 || err_ >= 0) signal(SIGKILL);
  int status = 0;
  waitpid(id_, &status, 0);
  id_ = -1;
  outcome_.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return std::move(outcome_);
}

Outcome run(const std::vector<std::string>& command, const Variables& environment, const std::string& input) {
  return Process(command, environment, input).wait();
}

}  // namespace locker::test
