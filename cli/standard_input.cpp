#include "cli/standard_input.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "lib/base/error.hpp"

namespace locker::cli {

StandardInput::Wake::Wake() : descriptor_(eventfd(0, EFD_CLOEXEC)) {
  if (descriptor_ < 0) throw Error(ErrorKind::internal, "standard input cannot be watched");
}

StandardInput::Wake::~Wake() { close(descriptor_); }

void StandardInput::Wake::operator()() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(descriptor_, &one, sizeof(one));
}

StandardInput::StandardInput(int descriptor, std::stop_token stop)
    : descriptor_(descriptor),
      stop_(std::move(stop)),
      when_stopped_(stop_, [this] { wake_(); }),
      stream_(this) {
  stream_.exceptions(std::ios::badbit);  // lets exceptions of underflow() reach the reader
}

// The buffer may contain pasted codes and tokens.
StandardInput::~StandardInput() { explicit_bzero(buffer_.data(), buffer_.size()); }

int StandardInput::underflow() {
  ssize_t count = -1;
  do {
    wait();
    if (stop_.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    count = read(descriptor_, buffer_.data(), buffer_.size());
  } while (count < 0 && (errno == EINTR || errno == EAGAIN));
  if (count <= 0) return traits_type::eof();
  setg(buffer_.data(), buffer_.data(), buffer_.data() + count);
  return traits_type::to_int_type(buffer_.front());
}

void StandardInput::wait() const {
  pollfd events[] = {{descriptor_, POLLIN, 0}, {wake_.descriptor(), POLLIN, 0}};
  while (poll(events, 2, -1) < 0 && errno == EINTR) continue;
}

}  // namespace locker::cli
