#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace locker::serve {

/// Room for so much work at once, and of one who asks for it not all of that: others wait their turn.
class Places {
 public:
  Places(int all, int each) : all_(all), each_(each) {}

  /// Taken as long as it lives.
  class Place {
   public:
    Place(Places& places, std::string who) : places_(&places), who_(std::move(who)) {}
    Place(Place&& other) noexcept
        : places_(std::exchange(other.places_, nullptr)), who_(std::move(other.who_)) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(places_, other.places_);
      std::swap(who_, other.who_);
      return *this;
    }
    ~Place() {
      if (places_) places_->leave(who_);
    }

   private:
    Places* places_;
    std::string who_;
  };

  /// Absent if none was free for so long.
  [[nodiscard]] std::optional<Place> take(const std::string& who, std::chrono::milliseconds patience);

 private:
  void leave(const std::string& who);
  const int all_, each_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, int> taken_;
  int sum_ = 0;
};

}  // namespace locker::serve
