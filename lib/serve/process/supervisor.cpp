#include "lib/serve/process/supervisor.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/serve/process/handshake.hpp"
#include "lib/serve/process/log_lines.hpp"
#include "lib/serve/process/process_tree.hpp"

namespace locker::serve {
namespace {

using Clock = std::chrono::steady_clock;

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) return std::string("killed by signal ") + std::to_string(WTERMSIG(status));
  return "exited with code " + std::to_string(WEXITSTATUS(status));
}

/// A service reads its line when it likes, or never: a pipe takes a line of this size at once, and one
/// that is closed says so. Its standard input stays open, as 2011's core left it.
void write_info(int descriptor, const std::string& info) {
  const std::string line = info + "\n";
  [[maybe_unused]] const auto written = write(descriptor, line.data(), line.size());
}

}  // namespace

struct Supervisor::Service {
  enum class State { stopped, starting, running, ending };
  State state = State::stopped;
  pid_t pid = 0;
  int port = 0;
  int input = -1;  ///< its standard input, open as long as it lives
  std::uint64_t generation = 0;
  Clock::time_point deadline{};  ///< of the handshake, or of its end
  Clock::time_point ready{}, last_used{};
  int passes = 0;
  bool telling = false;            ///< the observer is just being told that it started
  std::deque<std::uint64_t> held;  ///< tickets, in order of arrival
  bool turn_taken = false;         ///< one who was held is writing its request
  std::optional<HandshakeReader> handshake;
  std::shared_ptr<LogLines> log;
  std::optional<ServiceFailure> failure;  ///< of the start `failed_generation`
  std::uint64_t failed_generation = 0;

  void close_input() {
    if (input >= 0) close(std::exchange(input, -1));
  }
};

Supervisor::Supervisor(const std::filesystem::path& guardian,
                       const std::vector<std::string>& guardian_arguments, SupervisorSettings settings,
                       std::function<LaunchPlan(const std::string& id, int port)> plan,
                       SupervisorObserver observer)
    : settings_(settings), plan_(std::move(plan)), observer_(std::move(observer)) {
  // The guardian is begun before anything else is open here that it could inherit.
  guardian_ = std::make_unique<Guardian>(guardian, guardian_arguments,
                                         [this](pid_t pid, int status) { exited(pid, status); });
  pipes_ = std::make_unique<PipeReader>();
  tidier_ = std::jthread([this](const std::stop_token& stop) { tidy(stop); });
}

Supervisor::~Supervisor() {
  end(std::chrono::milliseconds{0});
  tidier_.request_stop();
  tidier_.join();
  pipes_.reset();
  guardian_.reset();
  for (const auto& [id, service] : services_) service->close_input();
}

Supervisor::Service& Supervisor::service(const std::string& id) {
  auto& entry = services_[id];
  if (!entry) entry = std::make_unique<Service>();
  return *entry;
}

void Supervisor::notify() {
  ++changes_;
  changed_.notify_all();
}

/// Until something changes, a stop, or the deadline.
void Supervisor::wait(Lock& lock, const std::stop_token& stop,
                      std::chrono::steady_clock::time_point deadline) {
  const auto has_changed = [this, seen = changes_] { return changes_ != seen; };
  if (deadline == Clock::time_point::max())
    changed_.wait(lock, stop, has_changed);
  else
    changed_.wait_until(lock, stop, deadline, has_changed);
}

Supervisor::Pass Supervisor::enter(const std::string& id, const std::stop_token& stop) {
  using State = Service::State;
  Lock lock(mutex_);
  Service& wanted = service(id);
  if (wanted.state == State::running && wanted.held.empty() && !wanted.turn_taken && !ended_) {
    ++wanted.passes;
    return Pass(*this, id, wanted, false);
  }
  const std::uint64_t ticket = next_ticket_++;
  wanted.held.push_back(ticket);
  const auto give_up = [&] {
    std::erase(wanted.held, ticket);
    notify();
  };
  std::uint64_t generation = 0;  // of the start that this request waits for
  for (;;) {
    if (ended_ || stop.stop_requested()) {
      give_up();
      throw Error(ErrorKind::interrupted, "locker serve ends");
    }
    if (generation != 0 && wanted.failed_generation >= generation) {
      give_up();
      throw ServiceFailure(*wanted.failure);
    }
    if (wanted.state == State::stopped) {
      generation = start(id, wanted, lock);
      continue;  // it may have failed already
    }
    if (wanted.state != State::ending) generation = wanted.generation;
    if (wanted.state == State::running && !wanted.turn_taken && wanted.held.front() == ticket) break;
    if (wanted.state == State::starting && Clock::now() >= wanted.deadline) {
      fail(id, wanted, ServiceFailure(504, "no-handshake", id + " did not say that it is ready in time"),
           lock);
      continue;
    }
    wait(lock, stop, wanted.state == State::starting ? wanted.deadline : Clock::time_point::max());
  }
  wanted.held.pop_front();
  wanted.turn_taken = true;
  ++wanted.passes;
  return Pass(*this, id, wanted, true);
}

std::uint64_t Supervisor::start(const std::string& id, Service& service, Lock& lock) {
  service.state = Service::State::starting;
  service.generation = next_generation_++;
  service.deadline = Clock::now() + settings_.handshake;
  service.turn_taken = false;
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

void Supervisor::launch(const std::string& id, std::uint64_t generation, int port) {
  const LaunchPlan plan = plan_(id, port);
  {
    const Lock lock(mutex_);
    Service& starting = service(id);
    starting.handshake.emplace(port);
    starting.log = std::make_shared<LogLines>([this, id](std::string_view line) {
      if (observer_.log) observer_.log(id, line);
    });
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
  auto errors = std::make_shared<LogLines>([this, id](std::string_view line) {
    if (observer_.log) observer_.log(id, line);
  });
  pipes_->add(spawned.pipes.error, [errors](std::string_view bytes) {
    if (bytes.empty()) return errors->end();
    errors->take(bytes);
  });
  if (early) exited(spawned.pid, *early);
}

/// From here on the process is the service's. Its status, if it has ended already.
std::optional<int> Supervisor::adopt(const std::string& id, std::uint64_t generation,
                                     const Guardian::Spawned& spawned) {
  const Lock lock(mutex_);
  std::optional<int> early;
  if (const auto found = early_exits_.find(spawned.pid); found != early_exits_.end()) early = found->second;
  if (--spawning_ == 0) early_exits_.clear();
  Service& started = service(id);
  if (started.generation != generation || started.state != Service::State::starting) {
    // It took so long that nobody waits for it any more.
    guardian_->kill(spawned.pid, SIGKILL);
    close(spawned.pipes.in);
  } else {
    started.pid = spawned.pid;
    started.close_input();
    started.input = spawned.pipes.in;
  }
  return early;
}

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
    writer.telling = true;
    notify();
    lock.unlock();
    if (observer_.started) observer_.started(id, pid, port);
    if (!rest.empty()) log->take(rest);
    lock.lock();
    writer.telling = false;
    return notify();
  }
  lock.unlock();
  if (bytes.empty())
    log->end();
  else
    log->take(bytes);
}

void Supervisor::fail(const std::string& id, Service& service, const ServiceFailure& failure, Lock& lock) {
  // Neither starts anew nor ends once more while it is being told.
  service.state = Service::State::ending;
  service.deadline = Clock::time_point::max();
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
    // Something that a service left behind, one that failed, or one of which nobody knows yet.
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
  gone.deadline = Clock::time_point::max();
  changed_.wait(lock, [&] { return !gone.telling; });
  lock.unlock();
  if (observer_.ended) observer_.ended(id, how);
  lock.lock();
  gone.state = Service::State::stopped;
  notify();
}

void Supervisor::pass_turn(const std::string& id, std::uint64_t generation) {
  const Lock lock(mutex_);
  Service& used = service(id);
  if (used.generation != generation) return;
  used.turn_taken = false;
  if (!used.held.empty()) notify();
}

void Supervisor::leave(const std::string& id, std::uint64_t generation, bool held_turn) {
  if (held_turn) pass_turn(id, generation);
  const Lock lock(mutex_);
  Service& used = service(id);
  --used.passes;
  used.last_used = Clock::now();
}

std::optional<Supervisor::Running> Supervisor::running(const std::string& id) const {
  const Lock lock(mutex_);
  const auto found = services_.find(id);
  if (found == services_.end() || found->second->pid == 0) return std::nullopt;
  return Running{found->second->pid, found->second->port};
}

bool Supervisor::is_current(const std::string& id, std::uint64_t generation) const {
  const Lock lock(mutex_);
  const auto found = services_.find(id);
  return found != services_.end() && found->second->generation == generation &&
         found->second->state == Service::State::running;
}

bool Supervisor::lives(const std::string& id, std::uint64_t generation) const {
  pid_t pid = 0;
  {
    const Lock lock(mutex_);
    const auto found = services_.find(id);
    if (found != services_.end() && found->second->generation == generation) pid = found->second->pid;
  }
  return pid > 0 && !is_ending(pid);
}

void Supervisor::stop(const std::string& id) {
  const Lock lock(mutex_);
  Service& running = service(id);
  if (running.state != Service::State::running) return;
  running.state = Service::State::ending;
  running.deadline = Clock::now() + settings_.grace;
  guardian_->kill(running.pid, SIGTERM);
  notify();
}

void Supervisor::end(std::chrono::milliseconds grace) {
  {
    const Lock lock(mutex_);
    if (std::exchange(ended_, true)) return;
    notify();
  }
  guardian_->end(grace);
  pipes_->stop();  // whom it would be told to goes now
}

/// Stops what is idle and kills what does not end; sleeps until the next of these is due.
void Supervisor::tidy(const std::stop_token& stop) {
  using State = Service::State;
  Lock lock(mutex_);
  while (!stop.stop_requested() && !ended_) {
    auto next = Clock::time_point::max();
    for (auto& [id, one] : services_) {
      if (one->state == State::running && one->passes == 0 && one->held.empty() &&
          Clock::now() >= one->last_used + settings_.idle) {
        one->state = State::ending;
        one->deadline = Clock::now() + settings_.grace;
        guardian_->kill(one->pid, SIGTERM);
      }
      if (one->state == State::ending && Clock::now() >= one->deadline) {
        guardian_->kill(one->pid, SIGKILL);
        one->deadline = Clock::now() + settings_.grace;
      }
      const bool in_use = one->passes > 0 || !one->held.empty();
      if (one->state == State::running)
        next = std::min(next, (in_use ? Clock::now() : one->last_used) + settings_.idle);
      if (one->state == State::ending) next = std::min(next, one->deadline);
    }
    wait(lock, stop, next);
  }
}

/// A number that nothing listens at now. Only a suggestion: the service may choose another.
int Supervisor::free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool bound = probe >= 0 && bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (probe >= 0) close(probe);
  if (!bound) throw ServiceFailure(502, "no-port", "there is no free port for a service");
  return ntohs(address.sin_port);
}

Supervisor::Pass::Pass(Supervisor& owner, const std::string& id, const Service& service, bool was_held)
    : owner_(&owner),
      id_(id),
      port_(service.port),
      generation_(service.generation),
      ready_(service.ready),
      holds_turn_(was_held) {}

Supervisor::Pass::Pass(Pass&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)),
      id_(std::move(other.id_)),
      port_(other.port_),
      generation_(other.generation_),
      ready_(other.ready_),
      holds_turn_(other.holds_turn_) {}

Supervisor::Pass::~Pass() {
  if (owner_) owner_->leave(id_, generation_, holds_turn_);
}

void Supervisor::Pass::sent() {
  if (std::exchange(holds_turn_, false)) owner_->pass_turn(id_, generation_);
}

}  // namespace locker::serve
