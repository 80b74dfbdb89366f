#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "lib/serve/process/free_port.hpp"
#include "lib/serve/process/supervised.hpp"

/// How the lives of services begin and end (see supervisor.cpp for their use).
namespace locker::serve {
namespace {

using Clock = std::chrono::steady_clock;

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) return std::string("killed by signal ") + std::to_string(WTERMSIG(status));
  return "exited with code " + std::to_string(WEXITSTATUS(status));
}

/// Writes the process info. The service may never read it: the pipe has room for a line of this size, and an
/// error means that the reading end is closed. Standard input stays open, as with the 2011 core.
void write_info(int descriptor, const std::string& info) {
  const std::string line = info + "\n";
  [[maybe_unused]] const auto written = write(descriptor, line.data(), line.size());
}

}  // namespace

std::uint64_t Supervisor::start(const std::string& id, Service& service, Lock& lock) {
  service.state = Service::State::starting;
  service.generation = next_generation_++;
  service.deadline = Clock::now() + settings_.handshake;
  service.is_writing_held = false;
  service.stop_when_started = false;
  service.pid = 0;
  service.port = 0;
  const std::uint64_t generation = service.generation;
  lock.unlock();
  std::optional<ServiceFailure> failure;
  try {
    launch(id, generation, free_port());
  } catch (const ServiceFailure& why) {
    failure = why;
  } catch (const std::exception& error) {
    failure = ServiceFailure(502, "cannot-start", id + " cannot be started: " + error.what());
  }
  lock.lock();
  if (failure && service.generation == generation && service.state == Service::State::starting)
    fail(id, service, *failure, lock);
  return generation;
}

std::shared_ptr<LogLines> Supervisor::log_of(const std::string& id) const {
  return std::make_shared<LogLines>(
      [this, id](std::string_view line) {
        if (observer_.log) observer_.log(id, line);
      },
      [this, id] {
        if (observer_.stormed) observer_.stormed(id);
      });
}

/// Step 1: starts the process. Step 3: sends it the process info, in one line.
void Supervisor::launch(const std::string& id, std::uint64_t generation, int port) {
  const LaunchPlan plan = plan_(id, port);
  {
    const Lock lock(mutex_);
    Service& starting = service(id);
    starting.handshake.emplace(port, plan.core_port);
    starting.key = plan.key;
    starting.log = log_of(id);
    ++spawning_;
  }
  Guardian::Spawned spawned;
  try {
    spawned = guardian_->spawn(plan.launch);
  } catch (...) {
    const Lock lock(mutex_);
    if (--spawning_ == 0) early_exits_.clear();
    throw;
  }
  write_info(spawned.pipes.in, plan.info);
  const auto early = adopt(id, generation, spawned);
  pipes_->add(spawned.pipes.out,
              [this, id, generation](std::string_view bytes) { read_output(id, generation, bytes); });
  pipes_->add(spawned.pipes.error, [errors = log_of(id)](std::string_view bytes) {
    if (bytes.empty()) return errors->end();
    errors->take(bytes);
  });
  if (early) exited(spawned.pid, *early);
}

/// Assigns the process to the service. Returns its status if it has already ended.
std::optional<int> Supervisor::adopt(const std::string& id, std::uint64_t generation,
                                     const Guardian::Spawned& spawned) {
  const Lock lock(mutex_);
  std::optional<int> early;
  if (const auto found = early_exits_.find(spawned.pid); found != early_exits_.end()) early = found->second;
  if (--spawning_ == 0) early_exits_.clear();
  Service& started = service(id);
  if (started.generation != generation || started.state != Service::State::starting) {
    // The start took so long that it was given up meanwhile.
    guardian_->kill(spawned.pid, SIGKILL);
    close(spawned.pipes.in);
  } else {
    started.pid = spawned.pid;
    started.close_input();
    started.input = spawned.pipes.in;
  }
  return early;
}

/// Step 8: the handshake reports the port, and the service is ready. Later output goes to its log.
void Supervisor::read_output(const std::string& id, std::uint64_t generation, std::string_view bytes) {
  Lock lock(mutex_);
  Service& writer = service(id);
  if (writer.generation != generation) return;
  const auto log = writer.log;
  if (writer.state == Service::State::starting && writer.handshake && !bytes.empty()) {
    try {
      const auto port = writer.handshake->take(bytes);
      if (!port) return;
      writer.port = *port;
    } catch (const BadHandshake& bad) {
      return fail(id, writer, ServiceFailure(502, "bad-handshake", id + ": " + bad.what()), lock);
    }
    const std::string rest = writer.handshake->rest();
    writer.handshake.reset();
    writer.state = Service::State::running;
    writer.ready = writer.last_used = Clock::now();
    const auto [pid, port] = std::pair(writer.pid, writer.port);
    writer.is_notifying = true;
    notify();
    lock.unlock();
    if (observer_.started) observer_.started(id, pid, port);
    if (!rest.empty()) log->take(rest);
    lock.lock();
    writer.is_notifying = false;
    if (writer.stop_when_started && writer.state == Service::State::running) ask_to_end(writer);
    return notify();
  }
  lock.unlock();
  if (bytes.empty())
    log->end();
  else
    log->take(bytes);
}

void Supervisor::fail(const std::string& id, Service& service, const ServiceFailure& failure, Lock& lock) {
  // Prevents that it is restarted or ended while the observer is notified.
  service.state = Service::State::ending;
  service.end_deadlines();
  service.handshake.reset();
  service.close_input();
  if (service.pid > 0) guardian_->kill(std::exchange(service.pid, 0), SIGKILL);
  lock.unlock();
  if (observer_.failed) observer_.failed(id, failure.what());
  lock.lock();
  service.failure = failure;
  service.failed_generation = service.generation;
  service.state = Service::State::stopped;
  notify();
}

void Supervisor::exited(pid_t pid, int status) {
  Lock lock(mutex_);
  const auto found =
      std::ranges::find_if(services_, [&](const auto& entry) { return entry.second->pid == pid; });
  if (found == services_.end()) {
    // An orphan of a service, a service that failed, or one whose process id is not known yet.
    if (spawning_ > 0) early_exits_[pid] = status;
    return;
  }
  const std::string id = found->first;
  Service& gone = *found->second;
  gone.pid = 0;
  gone.port = 0;
  gone.close_input();
  const std::string how = how_it_ended(status);
  if (gone.state == Service::State::starting)
    return fail(id, gone, ServiceFailure(502, "exited", id + " " + how + " before it was ready"), lock);
  gone.state = Service::State::ending;
  gone.end_deadlines();
  changed_.wait(lock, [&] { return !gone.is_notifying; });
  lock.unlock();
  if (observer_.ended) observer_.ended(id, how);
  lock.lock();
  gone.state = Service::State::stopped;
  notify();
}

void Supervisor::ask_to_end(Service& service) {
  service.state = Service::State::ending;
  service.termination = Clock::now() + before_termination(settings_.grace);
  service.deadline = Clock::now() + settings_.grace;
  guardian_->kill(service.pid, SIGINT);
}

/// Stops idle services and kills those that do not end; sleeps until the next timeout.
void Supervisor::enforce_timeouts(const std::stop_token& stop) {
  using State = Service::State;
  Lock lock(mutex_);
  while (!stop.stop_requested() && !ended_) {
    auto next = Clock::time_point::max();
    for (auto& [id, one] : services_) {
      if (one->state == State::running && one->passes == 0 && one->held.empty() &&
          Clock::now() >= one->last_used + settings_.idle)
        ask_to_end(*one);
      if (one->state == State::ending && Clock::now() >= one->termination) {
        guardian_->kill(one->pid, SIGTERM);
        one->termination = Clock::time_point::max();
      }
      if (one->state == State::ending && Clock::now() >= one->deadline) {
        guardian_->kill(one->pid, SIGKILL);
        one->deadline = Clock::now() + settings_.grace;
      }
      const bool in_use = one->passes > 0 || !one->held.empty();
      if (one->state == State::running)
        next = std::min(next, (in_use ? Clock::now() : one->last_used) + settings_.idle);
      if (one->state == State::ending) next = std::min({next, one->termination, one->deadline});
    }
    wait(lock, stop, next);
  }
}

}  // namespace locker::serve
