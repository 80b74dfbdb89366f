#include "sandbox/faults.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace sandbox {
namespace {

const std::map<std::string, FaultKind>& fault_kinds() {
  using enum FaultKind;
  static const std::map<std::string, FaultKind> all = {
      {"reset", reset},
      {"lost_answer", lost_answer},
      {"delay", delay},
      {"cut", cut},
      {"garbage", garbage},
      {"half", half},
      {"status", status},
      {"duplicate_page", duplicate_page},
      {"repeat_cursor", repeat_cursor},
      {"first_cursor", first_cursor},
      {"to_and_fro", to_and_fro},
      {"endless", endless},
      {"refuse_token", refuse_token},
      {"expire_token", expire_token},
      {"empty_page", empty_page},
      {"short_page", short_page},
      {"rate_limit", rate_limit},
      {"usage_cap", usage_cap},
      {"credits", credits},
      {"not_enrolled", not_enrolled},
      {"missing_scope", missing_scope},
      {"hang", hang},
  };
  return all;
}

FaultKind kind_of(const std::string& name) {
  const auto it = fault_kinds().find(name);
  if (it == fault_kinds().end()) throw std::invalid_argument("unknown fault kind: " + name);
  return it->second;
}

// True for faults that only apply to pages after the first.
bool needs_page_token(FaultKind kind) {
  return kind == FaultKind::refuse_token || kind == FaultKind::repeat_cursor ||
         kind == FaultKind::duplicate_page;
}

bool concerns(const Fault& fault, const std::string& path, const std::string& pattern, bool has_page_token) {
  if (needs_page_token(fault.kind) && !has_page_token) return false;
  return path.find(fault.match) != std::string::npos || pattern.find(fault.match) != std::string::npos;
}

}  // namespace

std::uint64_t Faults::add(const nlohmann::json& order) {
  Fault fault;
  fault.kind = kind_of(order.at("kind").get<std::string>());
  fault.match = order.value("match", "");
  if (fault.match == "*") fault.match.clear();
  fault.body = order.value("body", "");
  fault.status = order.value("status", 503);
  fault.times = order.value("times", std::int64_t{1});
  fault.after = order.value("after", std::int64_t{0});
  fault.delay_ms = order.value("delay_ms", std::int64_t{0});
  fault.reset_in = order.value("reset_in", std::int64_t{0});
  const std::lock_guard lock(mutex_);
  fault.id = ++last_id_;
  faults_.push_back(fault);
  return fault.id;
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
  held_.clear();
  changed_.notify_all();
}

std::optional<Fault> Faults::take(const std::string& path, const std::string& pattern, bool has_page_token) {
  const std::lock_guard lock(mutex_);
  std::optional<Fault> due;
  for (Fault& fault : faults_) {
    if (due || !concerns(fault, path, pattern, has_page_token)) continue;
    if (fault.after > 0) {
      --fault.after;
      continue;
    }
    due = fault;
    if (fault.kind == FaultKind::hang) held_.push_back(fault.id);
    if (fault.times > 0 && --fault.times == 0) fault.times = -1;
  }
  std::erase_if(faults_, [](const Fault& fault) { return fault.times < 0; });
  return due;
}

bool Faults::standing(std::uint64_t id) const {
  return std::find(held_.begin(), held_.end(), id) != held_.end();
}

void Faults::hold(const Fault& fault) {
  std::unique_lock lock(mutex_);
  ++holding_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return stopped_ || !standing(fault.id); });
  --holding_;
}

void Faults::delay(const Fault& fault) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(fault.delay_ms), [&] { return stopped_; });
}

void Faults::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

std::size_t Faults::wait_holding(std::int64_t most_ms) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(most_ms), [&] { return stopped_ || holding_ > 0; });
  return holding_;
}

}  // namespace sandbox
