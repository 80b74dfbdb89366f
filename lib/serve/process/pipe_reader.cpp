#include "lib/serve/process/pipe_reader.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "lib/base/error.hpp"

namespace locker::serve {

PipeReader::PipeReader() : epoll_(epoll_create1(EPOLL_CLOEXEC)), wake_(eventfd(0, EFD_CLOEXEC)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  if (epoll_ < 0 || wake_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0)
    throw Error(ErrorKind::internal, "the output of services cannot be watched");
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void PipeReader::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(wake_, &one, sizeof(one));
  thread_.join();
}

PipeReader::~PipeReader() {
  stop();
  for (const auto& [descriptor, take] : takers_) close(descriptor);
  close(epoll_);
  close(wake_);
}

void PipeReader::add(int descriptor, Take take) {
  {
    const std::lock_guard guard(mutex_);
    takers_[descriptor] = std::move(take);
  }
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
}

void PipeReader::run(const std::stop_token& stop) {
  std::array<epoll_event, 16> events{};
  while (!stop.stop_requested()) {
    const int ready = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    for (int at = 0; at < ready; ++at)
      if (events[static_cast<std::size_t>(at)].data.fd != wake_)
        read_from(events[static_cast<std::size_t>(at)].data.fd);
  }
}

void PipeReader::read_from(int descriptor) {
  Take take;
  {
    const std::lock_guard guard(mutex_);
    take = takers_[descriptor];
  }
  std::array<char, 64 * 1024> bytes;
  const ssize_t got = read(descriptor, bytes.data(), bytes.size());
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got > 0) return take({bytes.data(), static_cast<std::size_t>(got)});
  {
    const std::lock_guard guard(mutex_);
    takers_.erase(descriptor);
    epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
    close(descriptor);
  }
  take({});
}

}  // namespace locker::serve
