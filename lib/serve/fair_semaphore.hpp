#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace locker::serve {

/// Room for so much work at once, and of one who asks for it not all of that: others wait their turn.
class FairSemaphore {
 public:
  FairSemaphore(int all, int each) : all_(all), each_(each) {}

  /// Taken as long as it lives.
  class Permit {
   public:
    Permit(FairSemaphore& semaphore, std::string who) : semaphore_(&semaphore), who_(std::move(who)) {}
    Permit(Permit&& other) noexcept
        : semaphore_(std::exchange(other.semaphore_, nullptr)), who_(std::move(other.who_)) {}
    Permit& operator=(Permit&& other) noexcept {
      std::swap(semaphore_, other.semaphore_);
      std::swap(who_, other.who_);
      return *this;
    }
    ~Permit() {
      if (semaphore_) semaphore_->leave(who_);
    }

   private:
    FairSemaphore* semaphore_;
    std::string who_;
  };

  /// Absent if none was free for so long, or until a stop.
  [[nodiscard]] std::optional<Permit> take(const std::string& who, std::chrono::milliseconds patience,
                                           const std::stop_token& stop = {});

 private:
  void leave(const std::string& who);
  const int all_, each_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::string, int> taken_;
  int sum_ = 0;
};

}  // namespace locker::serve
