#include <cstdio>
#include <exception>

#include "loopback/run_until_signalled.hpp"
#include "options.hpp"
#include "stand_in.hpp"

namespace {

[[noreturn]] void run(const github_stand_in::Options& options) {
  loopback::catch_signals();
  github_stand_in::StandIn server(options.settings);
  loopback::run_until_signalled(server.port(), server.base(), options.until_eof);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const github_stand_in::Options options = github_stand_in::parse_options({argv + 1, argv + argc});
    if (options.help) return std::fputs(github_stand_in::usage().c_str(), stdout), 0;
    run(options);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "locker-github-sandbox: %s\n", e.what());
    return 2;
  }
}
