#include "cli/interrupt.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>

#include "cli/exit_code.hpp"
#include "lib/base/error.hpp"

namespace locker::cli {
namespace {

constexpr int kPatienceMs = 900;

sigset_t interrupting() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t set = interrupting();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  const int signals = signalfd(-1, &set, SFD_CLOEXEC);
  done_ = eventfd(0, EFD_CLOEXEC);
  if (signals < 0 || done_ < 0) throw Error(ErrorKind::internal, "signals cannot be watched");
  thread_ = std::jthread([this, signals] { watch(signals); });
}

Interrupt::~Interrupt() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(done_, &one, sizeof(one));
  thread_.join();
  close(done_);
}

void Interrupt::watch(int signals) const {
  pollfd events[] = {{signals, POLLIN, 0}, {done_, POLLIN, 0}};
  int patience = -1;
  while (poll(events, 2, patience) >= 0 && !(events[1].revents & POLLIN)) {
    if (stop_.stop_requested()) _exit(exit_code(ErrorKind::interrupted));
    signalfd_siginfo info;
    if (read(signals, &info, sizeof(info)) < 0) break;
    stop_.request_stop();
    patience = kPatienceMs;
  }
  close(signals);
}

}  // namespace locker::cli
