#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace locker::imports {

/// Things that are made one after the other on a thread of their own, each while the one before it is used.
/// What goes wrong there is thrown to who takes the next.
template <class Thing>
class BackgroundProducer {
 public:
  using Give = std::function<void(Thing)>;
  /// `make` gives all of them and returns. It is unwound by an exception of its own where nobody takes more.
  explicit BackgroundProducer(std::function<void(const Give&)> make)
      : thread_([this, make = std::move(make)] { run(make); }) {}

  ~BackgroundProducer() {
    {
      const std::lock_guard lock(mutex_);
      unwanted_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  BackgroundProducer(const BackgroundProducer&) = delete;
  BackgroundProducer& operator=(const BackgroundProducer&) = delete;

  /// The next; none at the end.
  std::optional<Thing> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return next_ || ended_; });
    auto thing = std::exchange(next_, std::nullopt);
    if (!thing && trouble_) std::rethrow_exception(std::exchange(trouble_, nullptr));
    lock.unlock();
    changed_.notify_all();
    return thing;
  }

 private:
  struct Unwanted {};

  void run(const std::function<void(const Give&)>& make) {
    std::exception_ptr trouble;
    try {
      make([this](Thing thing) { give(std::move(thing)); });
    } catch (const Unwanted&) {
    } catch (...) {
      trouble = std::current_exception();
    }
    {
      const std::lock_guard lock(mutex_);
      trouble_ = trouble;
      ended_ = true;
    }
    changed_.notify_all();
  }

  void give(Thing thing) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !next_ || unwanted_; });
    if (unwanted_) throw Unwanted();
    next_ = std::move(thing);
    lock.unlock();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Thing> next_;
  std::exception_ptr trouble_;
  bool ended_ = false, unwanted_ = false;
  std::thread thread_;  // last: it uses the rest
};

}  // namespace locker::imports
