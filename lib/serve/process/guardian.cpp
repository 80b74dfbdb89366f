#include "lib/serve/process/guardian.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <future>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "lib/base/environment.hpp"
#include "lib/base/error.hpp"
#include "lib/serve/process/message.hpp"

namespace locker::serve {
namespace {

using Json = nlohmann::json;

/// Two ends of a pipe, closed unless given away.
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

}  // namespace

struct Guardian::State {
  int socket = -1;
  pid_t pid = 0;
  std::function<void(pid_t, int)> exited;
  std::mutex mutex;
  std::map<std::int64_t, std::promise<Json>> waiting;
  std::int64_t next = 1;
  bool gone = false;
  std::thread thread;

  void listen() {
    while (const auto packet = receive_packet(socket)) {
      const Json message = Json::parse(packet->text);
      if (message.contains("exited")) {
        exited(message["exited"].get<pid_t>(), message["status"].get<int>());
        continue;
      }
      const std::lock_guard guard(mutex);
      auto waiter = waiting.extract(message["spawned"].get<std::int64_t>());
      if (!waiter.empty()) waiter.mapped().set_value(message);
    }
    const std::lock_guard guard(mutex);
    gone = true;
    for (auto& [number, promise] : waiting)
      promise.set_value({{"error", "the guardian of services is gone"}});
    waiting.clear();
  }

  std::pair<std::int64_t, std::future<Json>> expect() {
    const std::lock_guard guard(mutex);
    if (gone)
      throw Error(ErrorKind::internal, "the guardian of services is gone", "start locker serve again");
    const std::int64_t number = next++;
    return {number, waiting[number].get_future()};
  }
};

Guardian::Guardian(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                   std::function<void(pid_t, int status)> exited)
    : state_(std::make_unique<State>()) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    throw Error(ErrorKind::internal, std::string("no socket for the guardian: ") + std::strerror(errno));
  state_->socket = ends[0];
  state_->exited = std::move(exited);
  // What is to be number 3 there must not already be it, or it stays closed over exec.
  const int given = fcntl(ends[1], F_DUPFD_CLOEXEC, kGuardianSocket + 1);
  close(ends[1]);
  state_->pid = start(program, arguments, given);
  close(given);
  state_->thread = std::thread([state = state_.get()] { state->listen(); });
}

Guardian::~Guardian() { end(std::chrono::milliseconds{0}); }

Guardian::Spawned Guardian::spawn(const Launch& launch) {
  PipePair in, out, error;
  const std::array<int, 3> theirs{in.ends[0], out.ends[1], error.ends[1]};
  auto [number, answer] = state_->expect();
  const Json order{{"spawn", number}, {"command", launch.command}, {"directory", launch.directory.string()}};
  if (!send_packet(state_->socket, order.dump(-1, ' ', false, Json::error_handler_t::replace), &theirs))
    throw Error(ErrorKind::internal, "the guardian of services is gone", "start locker serve again");
  const Json said = answer.get();
  if (said.contains("error")) throw Error(ErrorKind::usage, said["error"].get<std::string>());
  for (const int end : {in.ends[1], out.ends[0], error.ends[0]}) fcntl(end, F_SETFL, O_NONBLOCK);
  return {said["pid"].get<pid_t>(), {in.give(1), out.give(0), error.give(0)}};
}

void Guardian::kill(pid_t pid, int signal) {
  send_packet(state_->socket, Json{{"kill", pid}, {"signal", signal}}.dump());
}

void Guardian::end(std::chrono::milliseconds grace) {
  if (!state_->thread.joinable()) return;
  send_packet(state_->socket, Json{{"end", grace.count()}}.dump());
  state_->thread.join();
  close(state_->socket);
  while (waitpid(state_->pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace locker::serve
