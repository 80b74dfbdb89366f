#include "loopback/faults.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "loopback/corrupt_json.hpp"

namespace loopback {

Fault fault_of(const nlohmann::json& order) {
  Fault fault;
  fault.kind = order.at("kind").get<std::string>();
  fault.match = order.value("match", "");
  fault.times = order.value("times", std::int64_t{1});
  fault.after = order.value("after", std::int64_t{0});
  fault.status = order.value("status", 500);
  fault.body = order.value("body", "");
  if (order.contains("headers"))
    for (const auto& [name, value] : order["headers"].items())
      fault.headers.emplace_back(name, value.get<std::string>());
  if (fault.kind == "spoilt") (void)corrupt("{}", fault.body);
  return fault;
}

std::uint64_t Faults::add(Fault fault) {
  const std::lock_guard lock(mutex_);
  fault.id = ++last_id_;
  faults_.push_back(fault);
  return fault.id;
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
  cleared_ = last_id_;
  changed_.notify_all();
}

std::optional<Fault> Faults::take(const std::string& target) {
  const std::lock_guard lock(mutex_);
  std::optional<Fault> due;
  for (Fault& fault : faults_) {
    if (due || target.find(fault.match) == std::string::npos) continue;
    if (fault.after > 0) {
      --fault.after;
      continue;
    }
    due = fault;
    if (fault.times > 0 && --fault.times == 0) fault.times = -1;
  }
  std::erase_if(faults_, [](const Fault& fault) { return fault.times < 0; });
  return due;
}

void Faults::hold(const Fault& fault) {
  std::unique_lock lock(mutex_);
  ++holding_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return fault.id <= cleared_; });
  --holding_;
}

bool Faults::wait_held(std::int64_t most_ms, int requests) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(most_ms), [&] { return holding_ >= requests; });
}

std::optional<Reply> instead(const Fault& fault) {
  Reply reply;
  if (fault.kind == "reset") {
    reply.damage = Damage::reset;
  } else if (fault.kind == "status") {
    reply.status = fault.status;
    reply.body = fault.body.empty() ? R"({"message":"Server Error"})" : fault.body;
    reply.headers = fault.headers;
  } else {
    return std::nullopt;
  }
  return reply;
}

void damage(Reply& reply, const Fault& fault) {
  if (fault.kind == "lost") reply.damage = Damage::reset;
  if (fault.kind == "cut") reply.damage = Damage::cut;
  if (fault.kind == "stall") reply.damage = Damage::stall;
  if (fault.kind == "spoilt") reply.body = corrupt(reply.body, fault.body);
}

}  // namespace loopback
