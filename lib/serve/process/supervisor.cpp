#include "lib/serve/process/supervisor.hpp"

#include <utility>

#include "lib/base/error.hpp"
#include "lib/serve/process/process_tree.hpp"
#include "lib/serve/process/supervised.hpp"

namespace locker::serve {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Supervisor::Supervisor(const std::filesystem::path& guardian,
                       const std::vector<std::string>& guardian_arguments, SupervisorSettings settings,
                       std::function<LaunchPlan(const std::string& id, int port)> plan,
                       SupervisorObserver observer)
    : settings_(settings), plan_(std::move(plan)), observer_(std::move(observer)) {
  // The guardian is started before this object opens any descriptors that it could inherit.
  guardian_ = std::make_unique<Guardian>(guardian, guardian_arguments,
                                         [this](pid_t pid, int status) { exited(pid, status); });
  pipes_ = std::make_unique<PipeReader>();
  timeout_thread_ = std::jthread([this](const std::stop_token& stop) { enforce_timeouts(stop); });
}

Supervisor::~Supervisor() {
  end(std::chrono::milliseconds{0});
  timeout_thread_.request_stop();
  timeout_thread_.join();
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

/// Waits for a change, a stop request or the deadline.
void Supervisor::wait(Lock& lock, const std::stop_token& stop,
                      std::chrono::steady_clock::time_point deadline) {
  const auto has_changed = [this, seen = changes_] { return changes_ != seen; };
  if (deadline == Clock::time_point::max())
    changed_.wait(lock, stop, has_changed);
  else
    changed_.wait_until(lock, stop, deadline, has_changed);
}

/// Steps 1 and 9 of the startup sequence: the first request starts the service, and all requests wait here
/// until it is ready.
Supervisor::Pass Supervisor::enter(const std::string& id, const std::stop_token& stop) {
  using State = Service::State;
  Lock lock(mutex_);
  Service& wanted = service(id);
  if (wanted.state == State::running && wanted.held.empty() && !wanted.is_writing_held && !ended_) {
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
    if (wanted.state == State::running && !wanted.is_writing_held && wanted.held.front() == ticket) break;
    if (wanted.state == State::starting && Clock::now() >= wanted.deadline) {
      fail(id, wanted, ServiceFailure(504, "no-handshake", id + " did not say that it is ready in time"),
           lock);
      continue;
    }
    wait(lock, stop, wanted.state == State::starting ? wanted.deadline : Clock::time_point::max());
  }
  wanted.held.pop_front();
  wanted.is_writing_held = true;
  ++wanted.passes;
  return Pass(*this, id, wanted, true);
}

void Supervisor::pass_turn(const std::string& id, std::uint64_t generation) {
  const Lock lock(mutex_);
  Service& used = service(id);
  if (used.generation != generation) return;
  used.is_writing_held = false;
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

bool Supervisor::await_end(const std::string& id, std::uint64_t generation,
                           std::chrono::milliseconds patience, const std::stop_token& stop) {
  const auto deadline = Clock::now() + patience;
  Lock lock(mutex_);
  const Service& one = service(id);
  const auto lasts = [&] { return one.generation == generation && one.state == Service::State::running; };
  while (lasts() && !ended_ && !stop.stop_requested() && Clock::now() < deadline) wait(lock, stop, deadline);
  return !lasts();
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
  Service& asked = service(id);
  if (asked.state == Service::State::starting) asked.stop_when_started = true;
  if (asked.state != Service::State::running) return;
  ask_to_end(asked);
  notify();
}

void Supervisor::end(std::chrono::milliseconds grace) {
  {
    const Lock lock(mutex_);
    if (std::exchange(ended_, true)) return;
    notify();
  }
  guardian_->end(grace);
  pipes_->stop();  // the observer's owner may be destroyed after this
}

Supervisor::Pass::Pass(Supervisor& owner, const std::string& id, const Service& service, bool was_held)
    : owner_(&owner),
      id_(id),
      port_(service.port),
      generation_(service.generation),
      ready_(service.ready),
      key_(service.key),
      holds_turn_(was_held) {}

Supervisor::Pass::Pass(Pass&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)),
      id_(std::move(other.id_)),
      port_(other.port_),
      generation_(other.generation_),
      ready_(other.ready_),
      key_(std::move(other.key_)),
      holds_turn_(other.holds_turn_) {}

Supervisor::Pass::~Pass() {
  if (owner_) owner_->leave(id_, generation_, holds_turn_);
}

void Supervisor::Pass::sent() {
  if (std::exchange(holds_turn_, false)) owner_->pass_turn(id_, generation_);
}

}  // namespace locker::serve
