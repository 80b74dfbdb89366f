#include "cli/interrupt.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>

#include "lib/base/error.hpp"
#include "lib/base/exit_code.hpp"

namespace locker::cli {
namespace {

/// Returns the signals that are not ignored already: nohup ignores SIGHUP on purpose.
sigset_t interrupting() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) sigaddset(&set, signal);
  }
  return set;
}

}  // namespace

Interrupt::Interrupt(std::chrono::milliseconds patience, int late_code)
    : patience_(patience), late_code_(late_code) {
  const sigset_t set = interrupting();
  pthread_sigmask(SIG_BLOCK, &set, &before_);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  done_ = eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || done_ < 0) throw Error(ErrorKind::internal, "signals cannot be watched");
  thread_ = std::jthread([this] { watch(); });
}

Interrupt::~Interrupt() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(done_, &one, sizeof(one));
  thread_.join();
  close(done_);
  close(signals_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupt::watch() {
  pollfd events[] = {{signals_, POLLIN, 0}, {done_, POLLIN, 0}};
  int patience = -1;
  for (int ready = 0; (ready = poll(events, 2, patience)) >= 0 && !(events[1].revents & POLLIN);) {
    if (ready == 0) _exit(late_code_);
    if (stop_.stop_requested()) _exit(exit_code::kInterrupted);
    signalfd_siginfo info;
    if (read(signals_, &info, sizeof(info)) < 0) break;
    stop_.request_stop();
    patience = static_cast<int>(patience_.count());
  }
}

}  // namespace locker::cli
