#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "lib/serve/process/guardian.hpp"
#include "lib/serve/process/message.hpp"
#include "lib/serve/process/process_tree.hpp"

namespace locker::serve {
namespace {

using std::chrono::milliseconds;
using Json = nlohmann::json;

/// Grace period of services after core has gone.
constexpr milliseconds kLastGrace{2'000};
constexpr milliseconds kLookAgain{50};
/// How long killed processes may take to disappear. One that this user may not kill, or that is being traced,
/// never does.
constexpr milliseconds kDying{3'000};

/// The guardian's process: a single thread, so that memory allocation is safe after a fork.
class GuardianProcess {
 public:
  explicit GuardianProcess(const OwnProgram& own) : own_(own) {}

  int run() {
    prepare();
    while (!ended_) {
      pollfd both[] = {{kGuardianSocket, POLLIN, 0}, {signals_, POLLIN, 0}};
      if (poll(both, 2, -1) < 0 && errno != EINTR) break;
      if (both[1].revents != 0) reap();
      if (both[0].revents != 0) obey();
    }
    end_all(grace_);
    return 0;
  }

 private:
  void prepare() {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "locker-guardian");
    setsid();  // Ctrl-C in core's terminal is for core only, which then ends the services
    fcntl(kGuardianSocket, F_SETFD, FD_CLOEXEC);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_IGN);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, nullptr);
    signals_ = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  }

  void reap() {
    signalfd_siginfo info;
    while (read(signals_, &info, sizeof(info)) > 0) {
    }
    int status = 0;
    for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
      own_processes_.erase(pid);
      send_packet(kGuardianSocket, Json{{"exited", pid}, {"status", status}}.dump());
    }
  }

  void obey() {
    const auto packet = receive_packet(kGuardianSocket);
    if (!packet) {
      ended_ = true;
      return;
    }
    const Json order = Json::parse(packet->text);
    if (order.contains("spawn") && packet->descriptors) {
      spawn(order, *packet->descriptors);
      for (const int descriptor : *packet->descriptors) close(descriptor);
    } else if (order.contains("kill")) {
      kill_tree(order["kill"], order["signal"]);
    } else if (order.contains("end")) {
      grace_ = milliseconds(order["end"].get<std::int64_t>());
      ended_ = true;
    }
  }

  void spawn(const Json& order, const std::array<int, 3>& descriptors) {
    const auto words = order["command"].get<std::vector<std::string>>();
    const auto directory = order["directory"].get<std::string>();
    const bool is_own = order["own"].get<bool>() && load_own();
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return answer_failure(order, errno, "");
    const pid_t guardian = getpid();
    const pid_t pid = fork();
    if (pid == 0) close(report[0]);
    if (pid == 0) become(words, directory, descriptors, report[1], guardian, is_own);
    close(report[1]);
    Failure failure{};
    const bool failed = pid < 0 || read(report[0], &failure, sizeof(failure)) > 0;
    close(report[0]);
    if (failed)
      return answer_failure(order, pid < 0 ? errno : failure.error,
                            failure.at_directory ? directory : words[0]);
    if (is_own) own_processes_.insert(pid);
    send_packet(kGuardianSocket, Json{{"spawned", order["spawn"]}, {"pid", pid}}.dump());
  }

  struct Failure {
    int error;
    bool at_directory;
  };

  /// Loads the program once. If that fails, it is started like any other program, which reports the error.
  bool load_own() {
    try {
      if (!loaded_) own_.load();
      loaded_ = true;
    } catch (const std::exception&) {
    }
    return loaded_;
  }

  /// Runs the program itself, which is loaded already, in a process forked from this one.
  [[noreturn]] void run_own(const std::vector<std::string>& words, int report) const {
    close(kGuardianSocket);
    close(signals_);
    close(report);  // reports the successful start
    prctl(PR_SET_NAME, "locker");
    for (const int signal : {SIGPIPE, SIGXFSZ}) ::signal(signal, SIG_IGN);
    _exit(own_.run({words.begin() + 1, words.end()}));
  }

  [[noreturn]] void become(const std::vector<std::string>& words, const std::string& directory,
                           const std::array<int, 3>& descriptors, int report, pid_t guardian,
                           bool is_own) const {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != guardian) _exit(1);  // the guardian died before the previous line
    setpgid(0, 0);
    for (int number = 0; number < 3; ++number) dup2(descriptors[static_cast<std::size_t>(number)], number);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ, SIGCHLD}) ::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    Failure failure{0, true};
    if (chdir(directory.c_str()) == 0) {
      failure.at_directory = false;
      if (is_own) {
        for (const int descriptor : descriptors) close(descriptor);
        run_own(words, report);
      }
      std::vector<char*> arguments;
      for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
      arguments.push_back(nullptr);
      execvp(arguments[0], arguments.data());
    }
    failure.error = errno;
    [[maybe_unused]] const auto written = write(report, &failure, sizeof(failure));
    _exit(127);
  }

  static void answer_failure(const Json& order, int error, const std::string& what) {
    send_packet(kGuardianSocket,
                Json{{"spawned", order["spawn"]}, {"error", what + ": " + std::strerror(error)}}.dump(
                    -1, ' ', false, Json::error_handler_t::replace));
  }

  void kill_tree(pid_t pid, int signal) const {
    if (is_enough(pid, signal)) return;
    auto others = descendants_of(pid);
    others.push_back(pid);
    // Once each: a second SIGINT means "at once" to many programs.
    std::erase_if(others, [pid](pid_t one) { return getpgid(one) == pid; });
    ::kill(-pid, signal);
    for (const pid_t one : others) ::kill(one, signal);
  }

  /// Ends all descendants: orphans of services have become children of this process by now.
  void end_all(milliseconds grace) {
    using clock = std::chrono::steady_clock;
    const auto begin = clock::now(), deadline = begin + grace;
    auto terminated = begin + before_termination(grace);
    signal_all(SIGINT);
    while (has_children() && clock::now() < deadline + kDying) {
      if (clock::now() >= terminated) {
        signal_all(SIGTERM);
        terminated = clock::time_point::max();
      }
      if (clock::now() >= deadline) signal_all(SIGKILL);
      pollfd one{signals_, POLLIN, 0};
      poll(&one, 1, static_cast<int>(kLookAgain.count()));
      reap();
    }
  }

  void signal_all(int signal) const {
    for (const pid_t pid : descendants_of(getpid()))
      if (!is_enough(pid, signal)) ::kill(pid, signal);
  }

  /// True for SIGTERM to the program's own processes: after SIGINT they finish their work, which a second
  /// signal would abort.
  [[nodiscard]] bool is_enough(pid_t pid, int signal) const {
    return signal == SIGTERM && own_processes_.contains(pid);
  }

  static bool has_children() {
    siginfo_t info{};
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
  }

  const OwnProgram& own_;
  int signals_ = -1;
  std::set<pid_t> own_processes_;
  bool ended_ = false, loaded_ = false;
  milliseconds grace_ = kLastGrace;
};

}  // namespace

int run_guardian(const OwnProgram& own) { return GuardianProcess(own).run(); }

}  // namespace locker::serve
