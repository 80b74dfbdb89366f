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

/// The supervisor's state of a service, whether it runs or not. Protected by the supervisor's mutex.
struct Supervisor::Service {
  enum class State { stopped, starting, running, ending };
  State state = State::stopped;
  pid_t pid = 0;
  int port = 0;
  int input = -1;   ///< its standard input, open while it lives
  std::string key;  ///< core's key for this life of the service
  std::uint64_t generation = 0;
  std::chrono::steady_clock::time_point deadline{};     ///< of the handshake, or of the end after SIGINT
  std::chrono::steady_clock::time_point termination{};  ///< time of the SIGTERM while it ends
  std::chrono::steady_clock::time_point ready{}, last_used{};
  int passes = 0;
  bool stop_when_started = false;  ///< stop() was called while it was starting
  bool is_notifying = false;       ///< the observer is being notified of its start
  std::deque<std::uint64_t> held;  ///< tickets, in order of arrival
  bool is_writing_held = false;    ///< a held request is being written
  std::optional<HandshakeReader> handshake;
  std::shared_ptr<LogLines> log;
  std::optional<ServiceFailure> failure;  ///< of the start `failed_generation`
  std::uint64_t failed_generation = 0;

  /// Clears the deadlines: the process is gone, and only the observer's notification is pending.
  void end_deadlines() { deadline = termination = std::chrono::steady_clock::time_point::max(); }
  void close_input() {
    if (input >= 0) close(std::exchange(input, -1));
  }
};

}  // namespace locker::serve
