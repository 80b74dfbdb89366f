#pragma once

#include <string>

namespace loopback {

/// The main loop of a stand-in service: prints its address as one line of JSON, and runs until SIGTERM or
/// SIGINT, or with `until_eof` until its standard input ends. Call catch_signals() before the service starts
/// threads.
void catch_signals();
[[noreturn]] void run_until_signalled(int port, const std::string& base, bool until_eof);

}  // namespace loopback
