#include "lib/serve/change_feed.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/error.hpp"
#include "lib/base/guarded.hpp"

namespace locker::serve {
namespace {

/// Limits of what one reader gets at once, in changes and bytes, and of what is cached for all readers.
constexpr std::size_t kChunk = 100, kChunkBytes = 32 * 1024;
constexpr std::size_t kRecentBytes = 2 << 20;

/// A commit is written to the log a moment before readers see it. Therefore the file is checked again after
/// its last write, and only then considered idle.
constexpr int kRescanDelaysMs[] = {10, 50, 250, 700};

}  // namespace

class ChangeFeed::Watch {
 public:
  explicit Watch(const Home& home)
      : database_(home.database()), inotify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    home.create();
    try {
      home_ = watch(database_);
      follow_link();
    } catch (...) {
      if (inotify_ >= 0) close(inotify_);
      throw;
    }
  }
  ~Watch() { close(inotify_); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  [[nodiscard]] int descriptor() const { return inotify_; }

  /// True if a database file was written or a service was installed.
  bool drain() {
    alignas(inotify_event) char bytes[4096];
    bool written = false;
    for (ssize_t got = 0; (got = ::read(inotify_, bytes, sizeof(bytes))) > 0;)
      for (const char* at = bytes; at < bytes + got;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        written = written || is_news(*event);
        at += sizeof(inotify_event) + event->len;
      }
    return written;
  }

  /// Where the archive is a link, as to a larger disk, its log is beside the link's target. Throws
  /// Error{internal} if that cannot be watched.
  void follow_link() {
    std::error_code error;
    const auto target = std::filesystem::canonical(database_, error);
    if (error || target == target_.file) return;
    if (target_.folder >= 0 && target_.folder != home_.folder) inotify_rm_watch(inotify_, target_.folder);
    target_ = {};
    target_ = watch(target);
  }

 private:
  /// A database file, and the watch of its folder.
  struct Place {
    int folder = -1;
    std::filesystem::path file{};
  };

  /// Watches the folder, because writers create and delete the log file.
  [[nodiscard]] Place watch(const std::filesystem::path& file) const {
    constexpr std::uint32_t kNews = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_ATTRIB;
    const auto folder = file.parent_path();
    const int watch = inotify_ < 0 ? -1 : inotify_add_watch(inotify_, folder.c_str(), kNews);
    if (watch >= 0) return {watch, file};
    const std::string why = std::strerror(errno);
    throw Error(ErrorKind::internal, "changes of " + folder.string() + " cannot be watched: " + why,
                "sysctl fs.inotify says how much can be watched at once");
  }

  /// Ignores the shared-memory file and the creation of files: readers cause both, including this one.
  [[nodiscard]] bool is_news(const inotify_event& event) const {
    if (event.mask & IN_Q_OVERFLOW) return true;
    if (event.len == 0)  // the folder's own time was set, as on an installation
      return event.wd == home_.folder && (event.mask & (IN_MODIFY | IN_ATTRIB)) != 0;
    return is_news(event, home_) || is_news(event, target_);
  }
  static bool is_news(const inotify_event& event, const Place& place) {
    const std::string file = place.file.filename(), name = event.name;
    return event.wd == place.folder && (name == file || (name == file + "-wal" && (event.mask & IN_MODIFY)));
  }

  const std::filesystem::path database_;
  const int inotify_;
  Place home_, target_;
};

ChangeFeed::ChangeFeed(const Home& home, std::function<void()> on_idle,
                       std::function<void(const std::string&)> complain)
    : home_(home),
      on_idle_(std::move(on_idle)),
      complain_(std::move(complain)),
      watch_(std::make_unique<Watch>(home_)),
      stop_event_(eventfd(0, EFD_CLOEXEC)) {
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
  using Clock = std::chrono::steady_clock;
  std::size_t looks = std::size(kRescanDelaysMs);
  Clock::time_point next{};  // time of the next of the remaining checks
  while (!stop.stop_requested()) {
    const bool is_idle = looks == std::size(kRescanDelaysMs);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
    pollfd both[] = {{watch_->descriptor(), POLLIN, 0}, {stop_event_, POLLIN, 0}};
    const int ready = poll(both, 2, is_idle ? -1 : static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (ready > 0 && both[1].revents != 0) continue;
    const bool written = ready > 0 && watch_->drain();
    if (!written && (is_idle || Clock::now() < next)) continue;  // events caused by readers
    looks = written ? 0 : looks + 1;
    if (written) guarded([this] { watch_->follow_link(); }, complain_);
    look();
    if (looks == std::size(kRescanDelaysMs))
      guarded(on_idle_, complain_);
    else
      next = Clock::now() + std::chrono::milliseconds(kRescanDelaysMs[looks]);
  }
}

void ChangeFeed::look() {
  if (!home_.exists()) return;
  std::int64_t now = 0;
  try {
    now = store::last_change(store::Database::open_for_reading(home_));
  } catch (const std::exception&) {
    return;  // it is being created or migrated, or is unreadable; a later write triggers another check
  }
  {
    const std::lock_guard guard(mutex_);
    if (now <= last_) return;
    last_ = now;
  }
  new_change_.notify_all();
}

std::int64_t ChangeFeed::last() const {
  const std::lock_guard guard(mutex_);
  return last_;
}

std::int64_t ChangeFeed::position_of(std::int64_t after) {
  if (after > last()) look();  // the change may have been committed a moment ago
  return std::min(after, last());
}

bool ChangeFeed::wait_for_change_after(std::int64_t after, std::chrono::milliseconds patience,
                                       const std::stop_token& stop, const std::function<bool()>& is_enough) {
  std::unique_lock lock(mutex_);
  return new_change_.wait_for(lock, stop, patience,
                              [&] { return last_ > after || (is_enough && is_enough()); });
}

void ChangeFeed::notify() {
  { const std::lock_guard guard(mutex_); }  // so that a thread about to wait does not miss the notification
  new_change_.notify_all();
}

/// Returns the changes after a number from the cache; absent if they must be read.
std::optional<ChangeFeed::Events> ChangeFeed::known_after(std::int64_t after) const {
  const std::lock_guard guard(mutex_);
  if (after >= last_) return Events();
  if (recent_.empty() || recent_.front()->change.seq > after + 1 || recent_.back()->change.seq <= after)
    return std::nullopt;
  Events events;
  auto next = std::ranges::upper_bound(recent_, after, {}, [](const auto& one) { return one->change.seq; });
  for (std::size_t bytes = 0; next != recent_.end() && events.size() < kChunk && bytes <= kChunkBytes;
       ++next) {
    bytes += (*next)->object.size();
    events.push_back(*next);
  }
  return events;
}

ChangeFeed::Events ChangeFeed::events_after(std::int64_t after) {
  if (auto known = known_after(after)) return *std::move(known);
  const std::lock_guard one_reads(reading_);
  if (auto known = known_after(after)) return *std::move(known);
  Events events = read(after, kChunk);
  remember(events);
  return events;
}

/// Caches the newest changes without gaps: a newer change that does not follow the last one replaces the
/// cache.
void ChangeFeed::remember(const Events& events) {
  const std::lock_guard guard(mutex_);
  for (const auto& event : events) {
    const std::int64_t newest = recent_.empty() ? -1 : recent_.back()->change.seq;
    if (event->change.seq <= newest) continue;
    if (event->change.seq != newest + 1) {
      recent_.clear();
      recent_bytes_ = 0;
    }
    recent_.push_back(event);
    recent_bytes_ += sizeof(Event) + event->object.size();
    while (recent_bytes_ > kRecentBytes && recent_.size() > 1) {
      recent_bytes_ -= sizeof(Event) + recent_.front()->object.size();
      recent_.pop_front();
    }
  }
}

std::shared_ptr<const Event> ChangeFeed::event(std::int64_t seq) const {
  const Events events = read(seq - 1, 1);
  return events.empty() || events.front()->change.seq != seq ? nullptr : events.front();
}

ChangeFeed::Events ChangeFeed::read(std::int64_t after, std::size_t most) const {
  Events events;
  const auto database = store::Database::open_for_reading(home_);
  std::vector<store::Change> changes;
  store::HistoryFilter filter;
  filter.after = after;
  filter.rising = true;
  store::history(database, filter, [&](const store::Change& change) {
    changes.push_back(change);
    return changes.size() < most;
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
