#include "lib/auth/printed_line.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "lib/base/environment.hpp"
#include "lib/base/error.hpp"

namespace locker::auth {
namespace {

constexpr std::size_t kMostBytes = 64u << 10;
constexpr std::chrono::milliseconds kOutputWait{50};

/// A child process whose output is read. Ended by the destructor.
class Child {
 public:
  explicit Child(const std::vector<std::string>& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Error(ErrorKind::internal, "no pipe");
    id_ = start(command, ends[1]);
    end_ = static_cast<int>(syscall(SYS_pidfd_open, id_, 0));  // -1 with kernels before 5.3
    close(ends[1]);
    out_ = ends[0];
  }
  ~Child() {
    close(out_);
    if (end_ >= 0) close(end_);
    if (id_ <= 0) return;
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] bool started() const { return id_ > 0; }
  /// Waits a moment for output; false at its end.
  bool read_some(std::string& text) const {
    if (!wait_for(out_)) return true;
    std::array<char, 4096> buffer;
    const ssize_t count = read(out_, buffer.data(), buffer.size());
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
  }
  /// Waits a moment for the process to end.
  void wait_for_end() const { (void)wait_for(end_); }
  /// Absent while the process runs.
  std::optional<bool> succeeded() {
    int status = 0;
    if (waitpid(id_, &status, WNOHANG) != id_) return std::nullopt;
    id_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  static bool wait_for(int descriptor) {
    pollfd waiting{descriptor, POLLIN, 0};
    return poll(&waiting, 1, static_cast<int>(kOutputWait.count())) > 0;
  }
  static pid_t start(const std::vector<std::string>& command, int out) {
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t streams;
    posix_spawn_file_actions_init(&streams);
    posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&streams, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t id = -1;
    const int error =
        posix_spawnp(&id, words.front(), &streams, nullptr, words.data(), inherited_environment());
    posix_spawn_file_actions_destroy(&streams);
    return error == 0 ? id : -1;
  }

  pid_t id_ = -1;
  int out_ = -1;
  int end_ = -1;  ///< pidfd: readable once the process has ended
};

std::optional<Secret> first_line(std::string text) {
  Secret whole(std::move(text));  // wiped, because further output may be secret, too
  const std::string& all = whole.reveal();
  std::string line = all.substr(0, all.find_first_of("\r\n"));
  if (line.empty()) return std::nullopt;
  return Secret(std::move(line));
}

}  // namespace

std::optional<Secret> printed_line(const std::vector<std::string>& command,
                                   std::chrono::milliseconds patience, const std::stop_token& stop) {
  Child child(command);
  if (!child.started()) return std::nullopt;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::string text;
  std::optional<bool> succeeded;
  bool open = true;
  while (open || !(succeeded = child.succeeded())) {
    if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    if (std::chrono::steady_clock::now() >= deadline || text.size() > kMostBytes) return std::nullopt;
    if (open)
      open = child.read_some(text);
    else
      child.wait_for_end();
  }
  return *succeeded ? first_line(std::move(text)) : std::nullopt;
}

}  // namespace locker::auth
