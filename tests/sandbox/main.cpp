#include <cstdio>
#include <exception>

#include "loopback/run_until_signalled.hpp"
#include "sandbox/options.hpp"
#include "sandbox/server.hpp"

namespace {

[[noreturn]] void run(const sandbox::Options& options) {
  loopback::catch_signals();
  sandbox::Server server(options.settings);
  loopback::run_until_signalled(server.port(), server.base(), options.until_eof);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const sandbox::Options options = sandbox::parse_options({argv + 1, argv + argc});
    if (options.help) return std::fputs(sandbox::usage().c_str(), stdout), 0;
    run(options);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "locker-sandbox: %s\n", e.what());
    return 2;
  }
}
