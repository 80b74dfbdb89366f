#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace locker::imports {

/// How many things exist at once beside the one in use: `two`, a finished one and one in the making; `one`,
/// so that large things do not fill the memory.
enum class Ahead { one, two };

/// Produces things one after the other on a background thread, each while the caller uses the one before it.
/// An exception of that thread is rethrown by the next take().
template <class Thing>
class BackgroundProducer {
 public:
  using Give = std::function<void(Thing)>;
  /// `make` calls Give for each thing, then returns. If this object is destroyed before that, Give throws to
  /// unwind `make`.
  explicit BackgroundProducer(std::function<void(const Give&)> make, Ahead ahead = Ahead::two)
      : ahead_(ahead), thread_([this, make = std::move(make)] { run(make); }) {}

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

  /// Hands a used thing back to the thread that made it, which destroys it: the caller does not wait for
  /// that, and its memory returns to the heap from which that thread allocates the next.
  void give_back(Thing used) {
    const std::lock_guard lock(mutex_);
    used_.push_back(std::move(used));
    changed_.notify_all();
  }

  /// Waits for the next thing and returns it; nothing at the end.
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
    wait_until_taken(lock);
    next_ = std::move(thing);
    changed_.notify_all();
    if (ahead_ == Ahead::one) wait_until_taken(lock);
  }

  void wait_until_taken(std::unique_lock<std::mutex>& lock) {
    do {
      changed_.wait(lock, [this] { return !next_ || unwanted_ || !used_.empty(); });
      destroy_used(lock);
    } while (next_ && !unwanted_);
    if (unwanted_) throw Unwanted();
  }

  void destroy_used(std::unique_lock<std::mutex>& lock) {
    auto used = std::exchange(used_, {});
    lock.unlock();
    used.clear();
    lock.lock();
  }

  const Ahead ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Thing> next_;
  std::vector<Thing> used_;
  std::exception_ptr trouble_;
  bool ended_ = false, unwanted_ = false;
  std::thread thread_;  // last, because it uses the other members
};

}  // namespace locker::imports
