#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>

#include "lib/serve/process/guardian.hpp"
#include "lib/serve/process/pipe_reader.hpp"

namespace locker::serve {

class LogLines;

/// The failure to reach a service, with the status and message of the response to the client.
struct ServiceFailure : std::runtime_error {
  ServiceFailure(int code, std::string of_kind, const std::string& message)
      : std::runtime_error(message), status(code), kind(std::move(of_kind)) {}
  int status;
  std::string kind;  ///< no-run-command, cannot-start, bad-handshake, no-handshake, exited, …
};

struct SupervisorSettings {
  std::chrono::milliseconds handshake{10'000};
  std::chrono::milliseconds idle{650'000};  ///< time without a request after which it is stopped
  std::chrono::milliseconds grace{5'000};   ///< time between SIGINT and SIGKILL
};

/// How to start a service.
struct LaunchPlan {
  Launch launch;
  std::string info;   ///< one line of JSON for its standard input, without the line end
  std::string key;    ///< core's key, as in `info`
  int core_port = 0;  ///< which the service cannot have; 0: unknown
};

/// Notified of events in services' lives, for the diary and `/map`. Called from any thread, never with a lock
/// held; the end of a life is reported after its beginning, and before the service can be restarted.
struct SupervisorObserver {
  std::function<void(const std::string& id, pid_t pid, int port)> started;
  std::function<void(const std::string& id, const std::string& how)> ended;
  std::function<void(const std::string& id, const std::string& why)> failed;
  std::function<void(const std::string& id, std::string_view line)> log;
  std::function<void(const std::string& id)> stormed;  ///< at most once per life
};

/// Starts services on demand and stops idle ones (design 8, steps 1 to 3, 8 and 9). Thread-safe.
class Supervisor {
 private:
  struct Service;

 public:
  /// `plan` returns how to start a service, given a free port; it may throw ServiceFailure.
  Supervisor(const std::filesystem::path& guardian, const std::vector<std::string>& guardian_arguments,
             SupervisorSettings settings, std::function<LaunchPlan(const std::string& id, int port)> plan,
             SupervisorObserver observer);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// The permission to send one request to a running service, which is not idle while this object lives.
  class Pass {
   public:
    Pass(Pass&& other) noexcept;
    Pass& operator=(Pass&&) = delete;
    ~Pass();
    [[nodiscard]] int port() const { return port_; }
    /// Returns a number that differs for each life of the service.
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    /// Returns when the service reported that it is ready.
    [[nodiscard]] std::chrono::steady_clock::time_point ready() const { return ready_; }
    /// Returns the key by which the service recognizes core.
    [[nodiscard]] const std::string& key() const { return key_; }
    /// Must be called when the request has been written: the next held request may be sent.
    void sent();

   private:
    friend class Supervisor;
    Pass(Supervisor& owner, const std::string& id, const Service& service, bool was_held);
    Supervisor* owner_;
    std::string id_;
    int port_;
    std::uint64_t generation_;
    std::chrono::steady_clock::time_point ready_;
    std::string key_;
    bool holds_turn_;
  };

  /// Starts the service if it is not running, and blocks until it is ready. Held requests are released one
  /// after the other, in order of arrival. Throws ServiceFailure; Error{interrupted} on a stop request.
  [[nodiscard]] Pass enter(const std::string& id, const std::stop_token& stop);

  struct Running {
    pid_t pid = 0;
    int port = 0;  ///< 0: not reported yet
  };
  /// True if that life of the service has not ended.
  [[nodiscard]] bool is_current(const std::string& id, std::uint64_t generation) const;
  /// The same, and its process has not begun to exit either.
  [[nodiscard]] bool lives(const std::string& id, std::uint64_t generation) const;
  /// Waits until that life of the service has ended; false after `patience` or a stop request.
  bool await_end(const std::string& id, std::uint64_t generation, std::chrono::milliseconds patience,
                 const std::stop_token& stop);
  [[nodiscard]] std::optional<Running> running(const std::string& id) const;
  /// Asks a service to end, as soon as it has started if it is starting, and kills it after the grace period.
  /// A later enter() restarts it.
  void stop(const std::string& id);
  /// Ends all services; further calls of enter() fail.
  void end(std::chrono::milliseconds grace);

 private:
  using Lock = std::unique_lock<std::mutex>;
  Service& service(const std::string& id);
  void notify();
  void wait(Lock& lock, const std::stop_token& stop, std::chrono::steady_clock::time_point deadline);
  /// Returns the generation of that start.
  std::uint64_t start(const std::string& id, Service& service, Lock& lock);
  void launch(const std::string& id, std::uint64_t generation, int port);
  [[nodiscard]] std::shared_ptr<LogLines> log_of(const std::string& id) const;
  std::optional<int> adopt(const std::string& id, std::uint64_t generation, const Guardian::Spawned& spawned);
  void read_output(const std::string& id, std::uint64_t generation, std::string_view bytes);
  void fail(const std::string& id, Service& service, const ServiceFailure& failure, Lock& lock);
  void ask_to_end(Service& service);
  void exited(pid_t pid, int status);
  void leave(const std::string& id, std::uint64_t generation, bool held_turn);
  void pass_turn(const std::string& id, std::uint64_t generation);
  void enforce_timeouts(const std::stop_token& stop);

  const SupervisorSettings settings_;
  const std::function<LaunchPlan(const std::string&, int)> plan_;
  const SupervisorObserver observer_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::string, std::unique_ptr<Service>> services_;
  std::uint64_t changes_ = 0;
  std::uint64_t next_generation_ = 1;
  std::uint64_t next_ticket_ = 1;
  bool ended_ = false;
  int spawning_ = 0;                  ///< starts whose process id is not known yet
  std::map<pid_t, int> early_exits_;  ///< processes that ended meanwhile, with their status
  std::unique_ptr<PipeReader> pipes_;
  std::unique_ptr<Guardian> guardian_;
  std::jthread timeout_thread_;
};

}  // namespace locker::serve
