#pragma once

#include <unistd.h>

#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "lib/serve/process/handshake.hpp"
#include "lib/serve/process/log_lines.hpp"
#include "lib/serve/process/supervisor.hpp"

namespace locker::serve {

/// A service as the supervisor knows it, whether it runs or not. Under the supervisor's mutex.
struct Supervisor::Service {
  enum class State { stopped, starting, running, ending };
  State state = State::stopped;
  pid_t pid = 0;
  int port = 0;
  int input = -1;   ///< its standard input, open as long as it lives
  std::string key;  ///< of this life
  std::uint64_t generation = 0;
  std::chrono::steady_clock::time_point deadline{};     ///< of the handshake, or of its end
  std::chrono::steady_clock::time_point termination{};  ///< while it ends: when it is asked once more
  std::chrono::steady_clock::time_point ready{}, last_used{};
  int passes = 0;
  bool telling = false;            ///< the observer is just being told that it started
  std::deque<std::uint64_t> held;  ///< tickets, in order of arrival
  bool turn_taken = false;         ///< one who was held is writing its request
  std::optional<HandshakeReader> handshake;
  std::shared_ptr<LogLines> log;
  std::optional<ServiceFailure> failure;  ///< of the start `failed_generation`
  std::uint64_t failed_generation = 0;

  /// It is gone, and only told to be.
  void end_deadlines() { deadline = termination = std::chrono::steady_clock::time_point::max(); }
  void close_input() {
    if (input >= 0) close(std::exchange(input, -1));
  }
};

}  // namespace locker::serve
