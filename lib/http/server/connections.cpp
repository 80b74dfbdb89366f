#include "lib/http/server/connections.hpp"

#include <algorithm>

namespace locker::http {
namespace {

/// Interval of the checks for stalled connections while the server shuts down.
constexpr std::chrono::milliseconds kStallCheckInterval{50};

}  // namespace

Connections::Entry::Entry(Connections& all, Connection& connection) : all_(all), connection_(connection) {
  const std::lock_guard guard(all_.mutex_);
  is_admitted_ = has_place_ = all_.places_ < all_.most_ || all_.make_room();
  if (has_place_) ++all_.places_;
  all_.open_.insert(this);
  if (all_.stopping_) connection_.stop();
}

Connections::Entry::~Entry() {
  const std::lock_guard guard(all_.mutex_);
  if (has_place_) --all_.places_;
  all_.open_.erase(this);
  all_.changed_.notify_all();
}

bool Connections::Entry::set(Phase phase) {
  const std::lock_guard guard(all_.mutex_);
  phase_ = phase;
  since_ = std::chrono::steady_clock::now();
  all_.changed_.notify_all();
  return !all_.stopping_;
}

/// Called with the lock held.
bool Connections::make_room() {
  Entry* longest = nullptr;
  for (auto* entry : open_)
    if (entry->has_place_ && entry->phase_ != Phase::busy && (!longest || entry->since_ < longest->since_))
      longest = entry;
  if (!longest) return false;
  longest->has_place_ = false;
  longest->connection_.stop();
  --places_;
  return true;
}

bool Connections::is_stopping() {
  const std::lock_guard guard(mutex_);
  return stopping_;
}

/// Waits until no connection has a request in progress or a response to finish; false if `until` comes first.
bool Connections::wait_for_requests(std::unique_lock<std::mutex>& lock,
                                    std::chrono::steady_clock::time_point until) {
  return changed_.wait_until(lock, until, [&] {
    return std::ranges::all_of(open_, [](const Entry* entry) { return entry->phase_ == Phase::waiting; });
  });
}

void Connections::end(std::chrono::milliseconds grace, std::chrono::milliseconds stalled_grace) {
  const auto begun = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  stopping_ = true;
  for (auto* entry : open_)
    if (entry->phase_ == Phase::waiting) entry->connection_.stop();
  for (auto until = begun + std::min(grace, stalled_grace);
       !wait_for_requests(lock, until) && until < begun + grace;
       until = std::min(until + kStallCheckInterval, begun + grace))
    for (auto* entry : open_)
      if (entry->connection_.is_stalled()) entry->connection_.stop();
  for (auto* entry : open_) entry->connection_.stop();
}

}  // namespace locker::http
