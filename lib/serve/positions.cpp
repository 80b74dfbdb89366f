#include "lib/serve/positions.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/store/history.hpp"
#include "lib/store/state_at.hpp"

namespace locker::serve {
namespace {

/// Returns the time of the change with that number; absent if there is none.
std::optional<Instant> time_of(const store::Database& archive, std::int64_t seq) {
  std::optional<Instant> time;
  store::HistoryFilter filter;
  filter.after = seq - 1;
  filter.rising = true;
  store::history(archive, filter, [&](const store::Change& change) {
    if (change.seq == seq) time = change.time;
    return false;
  });
  return time;
}

/// Returns a listener's position in this archive.
std::int64_t position_in(const store::Database& archive, const Listener& listener) {
  const auto time = time_of(archive, listener.position);
  if (time && (!listener.heard || *listener.heard == *time)) return listener.position;
  const auto known = listener.heard ? store::seq_at(archive, *listener.heard) : store::last_change(archive);
  return std::min(known, listener.position);
}

}  // namespace

void lower_positions(Listeners& listeners, Repeats& repeats, const Home& home, Diary& diary) try {
  std::optional<store::Database> archive;
  if (home.exists()) archive.emplace(store::Database::open_for_reading(home));
  repeats.lower(archive ? store::last_change(*archive) : 0);
  for (const auto& listener : listeners.all()) {
    const std::int64_t position = archive ? position_in(*archive, listener) : 0;
    if (position >= listener.position) continue;
    listeners.lower(listener, position);
    diary.log(listener.service, "the archive is older than what " + listener.service + " was told of " +
                                    listener.type + ": " + listener.callback + " is told again from change " +
                                    std::to_string(position + 1) + " on");
  }
} catch (const Error&) {
  // The archive is unreadable, so its positions are unknown.
}

}  // namespace locker::serve
