#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "options.hpp"
#include "stand_in.hpp"

namespace {

int stop_pipe[2];

void on_signal(int) {
  const char byte = 0;
  [[maybe_unused]] const auto written = write(stop_pipe[1], &byte, 1);
}

void catch_signals() {
  if (pipe(stop_pipe) != 0) throw std::runtime_error("no pipe");
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
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

int run(const github_stand_in::Options& options) {
  catch_signals();
  github_stand_in::StandIn server(options.settings);
  std::printf("{\"port\":%d,\"base\":\"%s\"}\n", server.port(), server.base().c_str());
  std::fflush(stdout);
  wait_for_the_end(options.until_eof);
  // Idle keep-alive connections would hold an orderly stop for seconds; there is nothing to save.
  _exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const github_stand_in::Options options = github_stand_in::parse_options({argv + 1, argv + argc});
    if (options.help) return std::fputs(github_stand_in::usage().c_str(), stdout), 0;
    return run(options);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "locker-github-sandbox: %s\n", e.what());
    return 2;
  }
}
