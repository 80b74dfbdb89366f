#include "lib/serve/state/schedule.hpp"

#include <algorithm>
#include <sstream>

#include "lib/base/atomic_file.hpp"
#include "lib/base/state_file.hpp"
#include "lib/foreign/document.hpp"
#include "lib/serve/state/object.hpp"

namespace locker::serve {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstRetryPause{30'000}, kLongestRetryPause{3'600'000};
constexpr int kMostTries = 12, kMostCounted = 1'000'000;
/// Longer waits are split: the system clock may be set meanwhile, and waiting does not count the time that
/// the machine is suspended.
constexpr milliseconds kLongestWait{30'000};
constexpr double kSpread = 0.1;
/// A service may ask for a later time than its interval gives. A time beyond that comes from a clock that was
/// wrong.
constexpr milliseconds kLatest = std::chrono::hours{24};
constexpr std::ptrdiff_t kMostOfOne = 16, kMostEntries = 1'000;
constexpr std::int64_t kLongestInterval = milliseconds(std::chrono::hours{24 * 366 * 100}).count();

milliseconds pause_after(int failures) {
  milliseconds pause = kFirstRetryPause;
  for (int times = 1; times < failures && pause < kLongestRetryPause; ++times) pause *= 2;
  return std::min(pause, kLongestRetryPause);
}

}  // namespace

Schedule::Schedule(std::filesystem::path file, const Clock& clock, std::function<double()> spread)
    : file_(std::move(file)), clock_(clock), jitter_(std::move(spread)) {
  load();
}

void Schedule::load() {
  std::istringstream lines(read_state_file(file_).value_or(std::string()));
  for (std::string text; std::getline(lines, text);) {
    const auto line = foreign::read_in_order(text);
    if (!line.is_object()) continue;
    if (const auto paused = text_of(line, "paused"); !paused.empty()) {
      paused_.insert(paused);
      continue;
    }
    Entry entry;
    entry.service = text_of(line, "serviceId");
    entry.path = text_of(line, "url");
    const auto at = parse_rfc3339(text_of(line, "at"));
    if (entry.service.empty() || entry.path.empty() || !at) continue;
    entry.at = *at;
    entry.interval = milliseconds(std::clamp<std::int64_t>(number_of(line, "interval"), 0, kLongestInterval));
    entry.failures = static_cast<int>(std::clamp<std::int64_t>(number_of(line, "failures"), 0, kMostCounted));
    entry.last = parse_rfc3339(text_of(line, "last"));
    entry.result = text_of(line, "result");
    bring_back(entry);
    entries_.insert_or_assign(Key(entry.service, entry.path), std::move(entry));
  }
}

/// Brings a regular call back that is dated too far ahead; true if it was.
bool Schedule::bring_back(Entry& entry) const {
  const bool is_regular = entry.interval.count() > 0 && entry.failures == 0;
  if (!is_regular || entry.at <= clock_.now() + entry.interval + kLatest) return false;
  entry.at = clock_.now() + entry.interval;
  return true;
}

void Schedule::save() const {
  std::string lines;
  constexpr int kCall = 1;
  for (const auto& [key, entry] : entries_) {
    Object line{
        {"at", format_rfc3339(entry.at)}, {"type", kCall}, {"serviceId", entry.service}, {"url", entry.path}};
    if (entry.interval.count() > 0) line["interval"] = entry.interval.count();
    if (entry.failures > 0) line["failures"] = entry.failures;
    if (entry.last) line["last"] = format_rfc3339(*entry.last);
    if (!entry.result.empty()) line["result"] = entry.result;
    lines += dumped(line) + "\n";
  }
  for (const auto& service : paused_) lines += Object{{"paused", service}}.dump() + "\n";
  write_file_atomically(file_, lines);
}

Instant Schedule::after(milliseconds interval) const {
  const double spread = kSpread * jitter_() * static_cast<double>(interval.count());
  return clock_.now() + interval + milliseconds(static_cast<std::int64_t>(spread));
}

bool Schedule::is_full(const std::string& service) const {
  const auto first = entries_.lower_bound(Key(service, std::string()));
  const auto end =
      std::find_if(first, entries_.end(), [&](const auto& one) { return one.first.first != service; });
  return std::distance(first, end) >= kMostEntries;
}

bool Schedule::at(const std::string& service, const std::string& path, Instant when) {
  const std::lock_guard guard(mutex_);
  const Key key(service, path);
  if (!entries_.contains(key) && is_full(service)) return false;
  Entry& entry = entries_[key];
  entry.service = service;
  entry.path = path;
  entry.at = when;
  if (running_.contains(key)) rescheduled_.insert(key);
  notify();
  save();
  return true;
}

void Schedule::every(const std::string& service, const std::string& path, milliseconds interval) {
  const std::lock_guard guard(mutex_);
  const auto [place, is_new] = entries_.try_emplace(Key(service, path));
  Entry& entry = place->second;
  const bool is_unchanged = !is_new && entry.interval == interval;
  if (is_unchanged && !bring_back(entry)) return;
  entry.service = service;
  entry.path = path;
  entry.interval = interval;
  if (is_new) entry.at = clock_.now();
  notify();
  save();
}

void Schedule::remove(const std::string& service, const std::string& path) {
  const std::lock_guard guard(mutex_);
  if (entries_.erase(Key(service, path)) > 0) save();
}

void Schedule::remove_all(const std::string& service) {
  const std::lock_guard guard(mutex_);
  const auto calls = std::erase_if(entries_, [&](const auto& one) { return one.first.first == service; });
  if (paused_.erase(service) + calls > 0) save();
}

void Schedule::pause(const std::string& service, bool paused) {
  const std::lock_guard guard(mutex_);
  if (paused ? !paused_.insert(service).second : paused_.erase(service) == 0) return;
  notify();
  save();
}

int Schedule::trigger(const std::string& service) {
  const std::lock_guard guard(mutex_);
  int count = 0;
  for (auto& [key, entry] : entries_) {
    if (key.first != service) continue;
    entry.at = clock_.now();
    ++count;
  }
  notify();
  if (count > 0) save();
  return count;
}

void Schedule::notify() {
  ++changes_;
  changed_.notify_all();
}

bool Schedule::may_run(const Key& key) const {
  if (running_.contains(key) || paused_.contains(key.first)) return false;
  const auto of_service = [&](const auto& one) { return one.first.first == key.first; };
  return std::ranges::count_if(running_, of_service) < kMostOfOne;
}

std::optional<Entry> Schedule::wait_due(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const Entry* next = nullptr;
    for (const auto& [key, entry] : entries_)
      if ((!next || entry.at < next->at) && may_run(key)) next = &entry;
    const Instant now = clock_.now();
    if (next && next->at <= now) {
      running_.insert({Key(next->service, next->path), now});
      return *next;
    }
    const auto has_changed = [this, seen = changes_] { return changes_ != seen; };
    if (!next)
      changed_.wait(lock, stop, has_changed);
    else
      changed_.wait_for(lock, stop, std::min<milliseconds>(next->at - now, kLongestWait), has_changed);
  }
  return std::nullopt;
}

void Schedule::finished(const Entry& entry, const CallResult& result) {
  const std::lock_guard guard(mutex_);
  const Key key(entry.service, entry.path);
  running_.erase(key);
  const bool was_rescheduled = rescheduled_.erase(key) > 0;
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  Entry& kept = found->second;
  kept.last = clock_.now();
  kept.result = result.ok ? "done" : result.text;
  kept.failures = result.ok ? 0 : kept.failures + 1;
  if (!result.ok && result.retry_after) {
    kept.at = clock_.now() + *result.retry_after;
  } else if (!was_rescheduled) {
    const bool tries_again =
        !result.ok && result.again && (kept.interval.count() > 0 || kept.failures < kMostTries);
    if (tries_again)
      kept.at = clock_.now() + std::max(pause_after(kept.failures), milliseconds(0));
    else if (kept.interval.count() > 0)
      kept.at = after(kept.interval);
    else
      entries_.erase(found);
  }
  notify();
  save();
}

std::vector<Entry> Schedule::entries() const {
  const std::lock_guard guard(mutex_);
  std::vector<Entry> all;
  for (const auto& [key, entry] : entries_) {
    all.push_back(entry);
    if (const auto found = running_.find(key); found != running_.end())
      all.back().result = "under way since " + format_rfc3339(found->second);
  }
  std::ranges::sort(all, {}, &Entry::at);
  return all;
}

bool Schedule::is_paused(const std::string& service) const {
  const std::lock_guard guard(mutex_);
  return paused_.contains(service);
}

Object schedule_object(const Schedule& schedule) {
  Object all = Object::array();
  for (const auto& entry : schedule.entries()) {
    Object one{{"service", entry.service}, {"path", entry.path}, {"at", format_rfc3339(entry.at)}};
    one["paused"] = schedule.is_paused(entry.service);
    one["failures"] = entry.failures;
    one["last"] = entry.last ? Object(format_rfc3339(*entry.last)) : Object();
    one["result"] = entry.result.empty() ? Object() : Object(entry.result);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace locker::serve
