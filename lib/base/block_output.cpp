#include "lib/base/block_output.hpp"

#include <utility>

namespace locker {

namespace {

constexpr std::size_t kLarge = 1 << 17, kSmall = 1 << 14;

}  // namespace

BlockOutput::BlockOutput(std::function<void(std::string_view block)> write, Size size)
    : write_(std::move(write)), size_(size), most_(size == Size::large ? kLarge : kSmall) {}

BlockOutput::~BlockOutput() = default;

void BlockOutput::hand_over() {
  if (size_ == Size::small) return flush();
  if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  std::unique_lock lock(mutex_);
  wait_until_idle(lock);
  std::swap(filling_, waiting_);
  is_waiting_ = true;
  changed_.notify_all();
  lock.unlock();
  filling_.clear();
}

void BlockOutput::flush() {
  if (!thread_.joinable()) {
    const std::string block = std::exchange(filling_, {});
    if (!block.empty()) write_(block);
    return;
  }
  if (!filling_.empty()) hand_over();
  std::unique_lock lock(mutex_);
  wait_until_idle(lock);
}

void BlockOutput::wait_until_idle(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [this] { return !is_waiting_; });
  if (failure_) std::rethrow_exception(failure_);
}

void BlockOutput::run(const std::stop_token& stop) {
  for (std::unique_lock lock(mutex_); changed_.wait(lock, stop, [this] { return is_waiting_; });) {
    lock.unlock();
    try {
      if (!failure_) write_(waiting_);
    } catch (...) {
      failure_ = std::current_exception();
    }
    lock.lock();
    is_waiting_ = false;
    changed_.notify_all();
  }
}

}  // namespace locker
