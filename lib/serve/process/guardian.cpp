#include "lib/serve/process/guardian.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <future>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "lib/base/environment.hpp"
#include "lib/base/error.hpp"
#include "lib/serve/process/message.hpp"
#include "lib/serve/process/process_tree.hpp"

namespace locker::serve {
namespace {

using Json = nlohmann::json;

/// The two ends of a pipe, closed unless handed over.
struct PipePair {
  PipePair() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
      throw Error(ErrorKind::internal, std::string("no pipe for a service: ") + std::strerror(errno));
  }
  ~PipePair() {
    for (const int end : ends)
      if (end >= 0) close(end);
  }
  PipePair(const PipePair&) = delete;
  PipePair& operator=(const PipePair&) = delete;
  int give(std::size_t end) { return std::exchange(ends[end], -1); }
  std::array<int, 2> ends{-1, -1};
};

pid_t start(const std::filesystem::path& program, const std::vector<std::string>& arguments, int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, socket, kGuardianSocket);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_t pid = 0;
  const int error =
      posix_spawn(&pid, program.c_str(), &actions, &attributes, words.data(), inherited_environment());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    throw Error(ErrorKind::internal,
                "the guardian of services cannot be started: " + std::string(std::strerror(error)));
  return pid;
}

Error none_left() {
  return {ErrorKind::internal, "the guardian of services is gone", "start locker serve again"};
}

}  // namespace

struct Guardian::State {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::function<void(pid_t, int)> exited;
  int socket = -1;
  std::mutex sending;  ///< protects sending and closing the socket
  pid_t pid = 0;
  std::mutex mutex;
  std::map<std::int64_t, std::promise<Json>> waiting;
  std::set<pid_t> watched;
  std::int64_t next = 1;
  bool absent = false;  ///< the previous guardian is gone, and the next is not ready
  bool gone = false;    ///< there will be no other guardian
  std::condition_variable replaced;
  std::atomic<bool> ending = false;
  std::thread thread;

  /// Starts a guardian. Its socket replaces the previous one under the same descriptor, which other threads
  /// may be using.
  void begin() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
      throw Error(ErrorKind::internal, std::string("no socket for the guardian: ") + std::strerror(errno));
    // The child's end must not already be descriptor 3: dup2 would then leave it close-on-exec.
    const int given = fcntl(ends[1], F_DUPFD_CLOEXEC, kGuardianSocket + 1);
    close(ends[1]);
    try {
      pid = start(program, arguments, given);
    } catch (...) {
      close(given);
      close(ends[0]);
      throw;
    }
    close(given);
    if (socket < 0) {
      socket = ends[0];
    } else {
      const bool is_done = dup3(ends[0], socket, O_CLOEXEC) >= 0;
      const int why = errno;
      close(ends[0]);
      if (!is_done)
        throw Error(ErrorKind::internal, std::string("no socket for the guardian: ") + std::strerror(why));
    }
  }

  void run() {
    try {
      for (;;) {
        listen();
        forget_waiting();
        if (ending) break;
        clear_up();
        begin();
        set_available(true);
        if (ending) send(Json{{"end", 0}}.dump());  // the previous guardian had received it
      }
    } catch (const std::exception&) {
      // No other guardian can be started: services can no longer be started, and are reported as gone.
    }
    set_available(false);
  }

  void set_available(bool there) {
    const std::lock_guard guard(mutex);
    absent = false;
    gone = !there;
    replaced.notify_all();
  }

  void listen() {
    while (const auto packet = receive_packet(socket)) {
      const Json message = Json::parse(packet->text);
      if (message.contains("exited")) {
        report_exit(message["exited"].get<pid_t>(), message["status"].get<int>());
        continue;
      }
      const std::lock_guard guard(mutex);
      if (message.contains("pid")) watched.insert(message["pid"].get<pid_t>());
      auto waiter = waiting.extract(message["spawned"].get<std::int64_t>());
      if (!waiter.empty()) waiter.mapped().set_value(message);
    }
  }

  void report_exit(pid_t one, int status) {
    {
      const std::lock_guard guard(mutex);
      watched.erase(one);
    }
    exited(one, status);
  }

  void forget_waiting() {
    const std::lock_guard guard(mutex);
    absent = true;
    for (auto& [number, promise] : waiting) promise.set_value(Json::object());
    waiting.clear();
  }

  /// Services died with their guardian (`PR_SET_PDEATHSIG`); their orphans are now children of this process.
  void clear_up() {
    waitpid(pid, nullptr, 0);
    constexpr std::chrono::milliseconds kLookAgain{10};
    constexpr int kMostLooks = 500;
    for (int look = 0; look < kMostLooks && has_children(); ++look) {
      for (const pid_t one : descendants_of(getpid())) ::kill(one, SIGKILL);
      while (waitpid(-1, nullptr, WNOHANG) > 0) continue;
      std::this_thread::sleep_for(kLookAgain);
    }
    std::set<pid_t> dead;
    {
      const std::lock_guard guard(mutex);
      dead.swap(watched);
    }
    for (const pid_t one : dead) exited(one, SIGKILL);
  }

  static bool has_children() {
    siginfo_t info{};
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
  }

  /// Returns false, with errno set, on failure or after close_socket().
  bool send(const std::string& text, const std::array<int, 3>* descriptors = nullptr) {
    const std::lock_guard guard(sending);
    if (socket >= 0) return send_packet(socket, text, descriptors);
    errno = EBADF;
    return false;
  }

  /// From now on the descriptor may be reused by others.
  void close_socket() {
    const std::lock_guard guard(sending);
    close(std::exchange(socket, -1));
  }

  /// Registers a pending response, after waiting for a guardian that is being restarted.
  std::pair<std::int64_t, std::future<Json>> expect() {
    std::unique_lock lock(mutex);
    replaced.wait(lock, [this] { return !absent; });
    if (gone) throw none_left();
    const std::int64_t number = next++;
    return {number, waiting[number].get_future()};
  }

  /// Returns the guardian's response to an order; empty if it ended before responding.
  Json answer_to(Json order, const std::array<int, 3>& descriptors) {
    auto [number, answer] = expect();
    order["spawn"] = number;
    const std::string text = order.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (!send(text, &descriptors) && errno == EMSGSIZE) {
      const std::lock_guard guard(mutex);
      waiting.erase(number);
      throw Error(ErrorKind::usage, "its command is too long");
    }
    return answer.get();
  }
};

Guardian::Guardian(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                   std::function<void(pid_t, int status)> exited)
    : state_(std::make_unique<State>()) {
  state_->program = program;
  state_->arguments = arguments;
  state_->exited = std::move(exited);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  state_->begin();
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Guardian::~Guardian() { end(std::chrono::milliseconds{0}); }

Guardian::Spawned Guardian::spawn(const Launch& launch) {
  constexpr int kMostTries = 3;
  for (int tries = 0; tries < kMostTries; ++tries) {
    PipePair in, out, error;
    const Json said = state_->answer_to({{"spawn", 0},
                                         {"command", launch.command},
                                         {"directory", launch.directory.string()},
                                         {"own", launch.is_own}},
                                        {in.ends[0], out.ends[1], error.ends[1]});
    if (said.empty()) continue;  // a process that it may have started died with it
    if (said.contains("error")) throw Error(ErrorKind::usage, said["error"].get<std::string>());
    for (const int end : {in.ends[1], out.ends[0], error.ends[0]}) fcntl(end, F_SETFL, O_NONBLOCK);
    return {said["pid"].get<pid_t>(), {in.give(1), out.give(0), error.give(0)}};
  }
  throw none_left();
}

void Guardian::kill(pid_t pid, int signal) { state_->send(Json{{"kill", pid}, {"signal", signal}}.dump()); }

void Guardian::end(std::chrono::milliseconds grace) {
  if (!state_->thread.joinable()) return;
  state_->ending = true;
  state_->send(Json{{"end", grace.count()}}.dump());
  state_->thread.join();
  state_->close_socket();
  while (waitpid(state_->pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace locker::serve
