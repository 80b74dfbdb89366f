#pragma once

#include <string>

namespace loopback {

/// What the program of a stand-in service does once it listens: says so in one line of JSON, and runs until
/// SIGTERM or SIGINT, or with `until_eof` until its standard input ends. Call catch_signals() before the
/// service's threads begin.
void catch_signals();
[[noreturn]] void run_until_told(int port, const std::string& base, bool until_eof);

}  // namespace loopback
