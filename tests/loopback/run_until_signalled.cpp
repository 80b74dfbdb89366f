#include "loopback/run_until_signalled.hpp"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace loopback {
namespace {

int stop_pipe[2];

void on_signal(int) {
  const char byte = 0;
  [[maybe_unused]] const auto written = write(stop_pipe[1], &byte, 1);
}

bool at_end_of_input() {
  char bytes[256];
  return read(STDIN_FILENO, bytes, sizeof bytes) <= 0;
}

void wait_for_the_end(bool until_eof) {
  pollfd sources[] = {{stop_pipe[0], POLLIN, 0}, {until_eof ? STDIN_FILENO : -1, POLLIN, 0}};
  for (;;) {
    poll(sources, 2, -1);
    if (sources[0].revents) return;
    if (sources[1].revents && at_end_of_input()) return;
  }
}

}  // namespace

void catch_signals() {
  if (pipe(stop_pipe) != 0) throw std::runtime_error("no pipe");
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

void run_until_signalled(int port, const std::string& base, bool until_eof) {
  std::printf("{\"port\":%d,\"base\":\"%s\"}\n", port, base.c_str());
  std::fflush(stdout);
  wait_for_the_end(until_eof);
  // An orderly stop would wait for idle keep-alive connections; there is nothing to save.
  _exit(0);
}

}  // namespace loopback
