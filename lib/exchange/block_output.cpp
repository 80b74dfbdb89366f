#include "lib/exchange/block_output.hpp"

#include <utility>

namespace locker::exchange {

BlockOutput::BlockOutput(std::function<void(std::string_view block)> write)
    : write_(std::move(write)), thread_([this](const std::stop_token& stop) { run(stop); }) {
  filling_.reserve(2 * kBytes);
  waiting_.reserve(2 * kBytes);
}

BlockOutput::~BlockOutput() = default;

void BlockOutput::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !is_waiting_; });
  if (failure_) std::rethrow_exception(failure_);
  std::swap(filling_, waiting_);
  is_waiting_ = true;
  changed_.notify_all();
  lock.unlock();
  filling_.clear();
}

void BlockOutput::finish() {
  if (!filling_.empty()) hand_over();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !is_waiting_; });
  if (failure_) std::rethrow_exception(failure_);
}

void BlockOutput::run(const std::stop_token& stop) {
  for (std::unique_lock lock(mutex_); changed_.wait(lock, stop, [this] { return is_waiting_; });) {
    lock.unlock();
    try {
      if (!failure_) {
        write_(waiting_);
        written_.add(waiting_);
      }
    } catch (...) {
      failure_ = std::current_exception();
    }
    lock.lock();
    is_waiting_ = false;
    changed_.notify_all();
  }
}

}  // namespace locker::exchange
