#include "lib/serve/fair_semaphore.hpp"

namespace locker::serve {

std::optional<FairSemaphore::Permit> FairSemaphore::take(const std::string& who,
                                                         std::chrono::milliseconds patience,
                                                         const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto is_room = [&] {
    const auto own = taken_.find(who);
    return sum_ < all_ && (own == taken_.end() || own->second < each_);
  };
  if (!changed_.wait_for(lock, stop, patience, is_room)) return std::nullopt;
  ++taken_[who];
  ++sum_;
  return Permit(*this, who);
}

void FairSemaphore::leave(const std::string& who) {
  const std::lock_guard guard(mutex_);
  --sum_;
  if (--taken_[who] == 0) taken_.erase(who);
  changed_.notify_all();
}

}  // namespace locker::serve
