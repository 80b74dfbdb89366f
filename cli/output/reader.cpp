#include "cli/output/reader.hpp"

#include <poll.h>
#include <unistd.h>

namespace locker::cli {

bool output_reader_is_gone() {
  pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  return poll(&output, 1, 0) > 0 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

}  // namespace locker::cli
