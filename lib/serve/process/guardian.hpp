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

/// How a process is started. It inherits this process's environment.
struct Launch {
  std::vector<std::string> command;  ///< the program (looked up in PATH) and its arguments
  std::filesystem::path directory;   ///< working directory
  bool is_own = false;               ///< a command line of the guardian's own program
};

/// The parent's ends of a process's pipes. Their owner closes them.
struct Pipes {
  int in = -1, out = -1, error = -1;
};

/// Core's interface to the guardian, a small process between core and all services that ensures that none
/// outlives core, however core ends (forms, "Ends"). Services and their orphans are its descendants
/// (`PR_SET_CHILD_SUBREAPER`), and it notices the end of core by its socket. If the guardian itself is
/// killed, its services die with it; core inherits and kills the orphans, and starts another guardian.
class Guardian {
 public:
  /// Starts `program` with `arguments`; its main must call run_guardian(). `exited` is called on a thread of
  /// this object with the wait status of each process that ended. Throws Error{internal}.
  Guardian(const std::filesystem::path& program, const std::vector<std::string>& arguments,
           std::function<void(pid_t, int status)> exited);
  /// Ends all services at once.
  ~Guardian();
  Guardian(const Guardian&) = delete;
  Guardian& operator=(const Guardian&) = delete;

  struct Spawned {
    pid_t pid = 0;
    Pipes pipes;
  };
  /// Starts a process; waits for the next guardian if one was just killed. Throws Error{usage} with the
  /// reason if it cannot be started, such as a missing program or folder.
  [[nodiscard]] Spawned spawn(const Launch& launch);
  /// Sends a signal to a process, its process group and all its descendants.
  void kill(pid_t pid, int signal);
  /// Asks all services to end (SIGINT, then SIGTERM), waits up to `grace`, then kills the rest.
  void end(std::chrono::milliseconds grace);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Returns how long to wait after SIGINT, which is what the 2011 core sent, before SIGTERM is sent, if a
/// process has `grace` to end.
[[nodiscard]] constexpr std::chrono::milliseconds before_termination(std::chrono::milliseconds grace) {
  return std::min(std::chrono::milliseconds{1'000}, grace / 2);
}

/// The file descriptor of the guardian's socket.
inline constexpr int kGuardianSocket = 3;

/// The guardian's own program, as far as it can run it after a fork, without exec: that costs a fraction of
/// loading and linking its libraries.
struct OwnProgram {
  std::function<void()> load;  ///< called before the first of its command lines: loads what they need
  std::function<int(const std::vector<std::string>& words)> run;  ///< the arguments exclude the program's
                                                                  ///< name
};

/// The main function of the guardian's process; returns its exit code once core is gone.
int run_guardian(const OwnProgram& own);

}  // namespace locker::serve
