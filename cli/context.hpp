#pragma once

#include <chrono>
#include <istream>
#include <ostream>
#include <stop_token>

#include "lib/base/clock.hpp"
#include "lib/base/environment.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// Properties of an output stream.
struct Terminal {
  bool is_tty = false;
  bool colour = false;  ///< only on a TTY, without NO_COLOR, TERM=dumb or --no-color
  int columns = 80;
};

/// Everything that a command may use; built by main and passed to each command's run function.
struct Context {
  Home home;
  const connector::Registry& connectors;
  const Environment& environment;
  Clock& clock;
  std::istream& in;
  std::ostream& out;  ///< data
  std::ostream& err;  ///< messages
  Terminal out_terminal;
  Terminal err_terminal;
  bool in_is_tty = false;
  bool no_input = false;  ///< never prompt: fail and name the option
  bool json = false;      ///< --json
  bool quiet = false;
  int verbose = 0;
  std::stop_token stop;                        ///< Ctrl-C and SIGTERM
  std::chrono::milliseconds statement_time{};  ///< time limit of an SQL statement; 0: none
};

}  // namespace locker::cli
