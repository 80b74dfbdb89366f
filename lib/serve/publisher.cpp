#include "lib/serve/publisher.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include "lib/store/history.hpp"
#include "lib/store/status.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::serve {
namespace {

/// Limits of a group: objects and bytes.
constexpr std::size_t kMostObjects = 256, kMostBytes = 4 << 20;

}  // namespace

struct Publisher::Waiting {
  const std::string& service;
  const store::Observation observation;
  bool is_taken = false;  ///< into a group
  bool is_unchanged = false;
  std::optional<Repeat> repeat{};
  std::exception_ptr failure{};
  bool is_done = false;
};

Publisher::Publisher(Home home, const connector::Registry& registry, const Clock& clock)
    : home_(std::move(home)), registry_(registry), clock_(clock) {}

Publisher::~Publisher() = default;

std::optional<Repeat> Publisher::publish(const std::string& service, const Publication& publication) {
  Waiting own{service, observation_of(publication)};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&own);
  while (!own.is_done) {
    if (is_storing_) {
      stored_.wait(lock);
      continue;
    }
    const auto group = take_group();
    is_storing_ = true;
    lock.unlock();
    store(group);
    lock.lock();
    is_storing_ = false;
    for (auto* one : group) one->is_done = true;
    stored_.notify_all();
  }
  lock.unlock();
  if (own.failure) std::rethrow_exception(own.failure);
  return own.repeat;
}

/// Takes what the service of the longest waiting object has published, in order, and each record once: the
/// contents of a record differ by their time, which is that of the group.
std::vector<Publisher::Waiting*> Publisher::take_group() {
  std::vector<Waiting*> group;
  std::set<std::pair<std::string_view, std::string_view>> records;
  std::size_t bytes = 0;
  const std::string& service = waiting_.front()->service;
  for (auto* one : waiting_) {
    if (one->service != service) continue;
    bytes += one->observation.raw.size();
    const bool is_full = group.size() == kMostObjects || (!group.empty() && bytes > kMostBytes);
    if (is_full || !records.emplace(one->observation.type, one->observation.key).second) break;
    one->is_taken = true;
    group.push_back(one);
  }
  std::erase_if(waiting_, [](const Waiting* one) { return one->is_taken; });
  return group;
}

void Publisher::store(const std::vector<Waiting*>& group) {
  try {
    commit(group);
    find_repeats(group);
  } catch (...) {
    for (auto* one : group) one->failure = std::current_exception();
  }
}

std::optional<Publisher::FileIdentity> Publisher::identity_of(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

/// Opens the archive again if it was replaced, as by a backup: what goes into a file that has no name any
/// more is lost. That file's inode is not used again as long as it is open.
void Publisher::open_archive() {
  auto present = identity_of(home_.database());
  if (writer_ && opened_ && present == opened_) return;
  writer_.reset();
  writer_ = std::make_unique<store::Writer>(home_, registry_);
  opened_ = present ? present : identity_of(home_.database());
}

void Publisher::commit(const std::vector<Waiting*>& group) {
  const std::string& service = group.front()->service;
  open_archive();
  // Ensures ascending times, also within one tick of the clock or after it was set back.
  const Instant now = last_ = std::max(clock_.now(), last_ + std::chrono::milliseconds(1));
  writer_->ensure_account(service, service, std::nullopt, now);
  store::Page page = writer_->begin_page(service, {store::kPublished, {}}, 0, 0, now, now, "published");
  for (auto* one : group) {
    const auto counts = page.store({one->observation}, {}).counts;
    one->is_unchanged = counts.created + counts.updated + counts.restored + counts.forgotten == 0;
  }
  page.commit();
}

void Publisher::find_repeats(const std::vector<Waiting*>& group) const {
  if (std::ranges::none_of(group, &Waiting::is_unchanged)) return;
  const auto archive = store::Database::open_for_reading(home_);
  const auto last = store::last_change(archive);
  for (auto* one : group) {
    if (!one->is_unchanged) continue;
    const auto& record = one->observation;
    if (const auto change = store::change_behind(archive, one->service, record.type, record.key))
      one->repeat = Repeat{record.type, *change, last};
  }
}

}  // namespace locker::serve
