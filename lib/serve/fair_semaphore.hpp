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

/// A semaphore with a total limit and a limit for each caller, so that no caller can take all permits.
class FairSemaphore {
 public:
  FairSemaphore(int all, int each) : all_(all), each_(each) {}

  /// Held while it lives.
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

  /// Returns a permit; absent if none became free within `patience` or before a stop request.
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
