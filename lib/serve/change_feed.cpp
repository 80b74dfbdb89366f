#include "lib/serve/change_feed.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>

#include "lib/base/error.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kChunk = 200, kRecent = 1'000;
constexpr std::size_t kChunkBytes = 1 << 20;
constexpr std::size_t kLargestRemembered = 64 * 1024;

/// A commit is written to the log a moment before readers see it: so the file is looked at again after
/// its last write, and only then is there peace.
constexpr int kLooksAgainMs[] = {10, 50, 250, 700};

class Watch {
 public:
  explicit Watch(const Home& home) : inotify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    // The folder, because the log comes and goes with its writers.
    if (inotify_ < 0 ||
        inotify_add_watch(inotify_, home.root().c_str(), IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0)
      throw Error(ErrorKind::internal, "changes of " + home.root().string() + " cannot be watched");
  }
  ~Watch() { close(inotify_); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  [[nodiscard]] int descriptor() const { return inotify_; }

  /// True if one of the database's files was written.
  bool drain() {
    alignas(inotify_event) char bytes[4096];
    bool written = false;
    for (ssize_t got = 0; (got = ::read(inotify_, bytes, sizeof(bytes))) > 0;)
      for (const char* at = bytes; at < bytes + got;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        written = written || (event->mask & IN_Q_OVERFLOW) ||
                  (event->len > 0 && std::string_view(event->name).starts_with("locker.db"));
        at += sizeof(inotify_event) + event->len;
      }
    return written;
  }

 private:
  int inotify_;
};

}  // namespace

ChangeFeed::ChangeFeed(const Home& home) : home_(home), stop_event_(eventfd(0, EFD_CLOEXEC)) {
  home_.create();
  look();
  thread_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

ChangeFeed::~ChangeFeed() {
  thread_.request_stop();
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(stop_event_, &one, sizeof(one));
  thread_.join();
  close(stop_event_);
}

void ChangeFeed::watch(const std::stop_token& stop) {
  Watch watch(home_);
  look();  // what came before the watch was there
  std::size_t looks = std::size(kLooksAgainMs);
  while (!stop.stop_requested()) {
    pollfd both[] = {{watch.descriptor(), POLLIN, 0}, {stop_event_, POLLIN, 0}};
    const bool at_peace = looks == std::size(kLooksAgainMs);
    const int ready = poll(both, 2, at_peace ? -1 : kLooksAgainMs[looks]);
    if (ready > 0 && (both[1].revents != 0 || !watch.drain())) continue;
    looks = ready > 0 ? 0 : looks + 1;
    look();
  }
}

void ChangeFeed::look() {
  if (!home_.exists()) return;
  std::int64_t now = 0;
  try {
    now = store::last_change(store::Database::open_for_reading(home_));
  } catch (const Error&) {
    return;  // it is being made or migrated; it will be written again
  }
  {
    const std::lock_guard guard(mutex_);
    if (now <= last_) return;
    last_ = now;
  }
  grown_.notify_all();
}

std::int64_t ChangeFeed::last() const {
  const std::lock_guard guard(mutex_);
  return last_;
}

bool ChangeFeed::wait_beyond(std::int64_t after, std::chrono::milliseconds patience,
                             const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return grown_.wait_for(lock, stop, patience, [&] { return last_ > after; });
}

ChangeFeed::Events ChangeFeed::events_after(std::int64_t after) {
  {
    const std::lock_guard guard(mutex_);
    if (after >= last_) return {};
    if (!recent_.empty() && recent_.front()->change.seq <= after + 1) {
      const auto first = std::ranges::find_if(recent_, [&](const auto& e) { return e->change.seq > after; });
      if (first != recent_.end()) return {first, recent_.end()};
    }
  }
  Events events = read(after);
  const std::lock_guard guard(mutex_);
  // Only what follows on what is there, so that what is remembered has no holes.
  for (const auto& event : events) {
    const bool follows = recent_.empty() ? event->change.seq > last_ - static_cast<std::int64_t>(kRecent)
                                         : event->change.seq == recent_.back()->change.seq + 1;
    if (!follows || event->object.size() > kLargestRemembered) continue;
    recent_.push_back(event);
    if (recent_.size() > kRecent) recent_.pop_front();
  }
  return events;
}

ChangeFeed::Events ChangeFeed::read(std::int64_t after) const {
  Events events;
  const auto database = store::Database::open_for_reading(home_);
  std::vector<store::Change> changes;
  store::HistoryFilter filter;
  filter.after = after;
  filter.rising = true;
  store::history(database, filter, [&](const store::Change& change) {
    changes.push_back(change);
    return changes.size() < kChunk;
  });
  std::size_t bytes = 0;
  for (auto& change : changes) {
    auto object = store::bytes_of(database, change).value_or(std::string());
    bytes += object.size();
    events.push_back(std::make_shared<const Event>(Event{std::move(change), std::move(object)}));
    if (bytes > kChunkBytes) break;
  }
  return events;
}

}  // namespace locker::serve
