#pragma once

#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace locker::serve {

/// How a process is begun. It gets this process's environment.
struct Launch {
  std::vector<std::string> command;  ///< the program (looked up in PATH) and its arguments
  std::filesystem::path directory;   ///< where it runs
  bool is_own = false;               ///< a command line of the guardian's own program
};

/// A process's ends of its pipes, as its parent holds them. Closed by their owner.
struct Pipes {
  int in = -1, out = -1, error = -1;
};

/// Core's side of a small process between it and all services, which sees to it that none outlives
/// core, in whatever way core ends (forms, "Ends"): services and what they leave behind are its
/// descendants (`PR_SET_CHILD_SUBREAPER`), and the end of core is the end of a socket. If it is killed
/// itself, its services die with it, what they left behind falls to core and is killed there, and
/// another guardian is begun.
class Guardian {
 public:
  /// Starts `program` with `arguments`; its main calls run_guardian(). `exited` is called from a
  /// thread of this object for each process that ended, with its wait status. Throws Error{internal}.
  Guardian(const std::filesystem::path& program, const std::vector<std::string>& arguments,
           std::function<void(pid_t, int status)> exited);
  /// Ends all services, at once.
  ~Guardian();
  Guardian(const Guardian&) = delete;
  Guardian& operator=(const Guardian&) = delete;

  struct Spawned {
    pid_t pid = 0;
    Pipes pipes;
  };
  /// Waits for another guardian where one was just killed. Throws Error{usage} saying why it cannot be
  /// started: no such program, no such folder.
  [[nodiscard]] Spawned spawn(const Launch& launch);
  /// Sends a signal to a process, its group and all its descendants.
  void kill(pid_t pid, int signal);
  /// Asks all services to end (SIGINT, then SIGTERM), waits up to `grace`, then kills what is left.
  void end(std::chrono::milliseconds grace);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Of the time that is left to who was asked to end by SIGINT, as 2011's core asked, how much of it passes
/// until SIGTERM asks again.
[[nodiscard]] constexpr std::chrono::milliseconds before_termination(std::chrono::milliseconds grace) {
  return std::min(std::chrono::milliseconds{1'000}, grace / 2);
}

/// The descriptor at which a guardian finds its socket.
inline constexpr int kGuardianSocket = 3;

/// The guardian's own program, as far as it can run it without starting it again: forking costs a
/// fraction of what finding and binding its libraries does.
struct OwnProgram {
  std::function<void()> load;  ///< what it will need, before the first of its command lines
  std::function<int(const std::vector<std::string>& words)> run;  ///< without the program's name
};

/// What the guardian's process does, until core is gone. Its exit code.
int run_guardian(const OwnProgram& own);

}  // namespace locker::serve
