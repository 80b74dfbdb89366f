#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>

#include "cli/completion/complete.hpp"
#include "cli/interrupt.hpp"
#include "cli/module.hpp"
#include "cli/output/output_error.hpp"
#include "cli/standard_input.hpp"
#include "cli/standard_output.hpp"
#include "cli/tree.hpp"
#include "lib/base/error.hpp"
#include "lib/base/exit_code.hpp"
#include "lib/serve/process/guardian.hpp"
#include "lib/store/database_error.hpp"
#include "lib/text/terminal.hpp"

namespace {

using namespace locker;
using namespace locker::cli;

constexpr int kUsualColumns = 80;

/// Opens /dev/null for closed standard descriptors, in the direction in which they remain unusable, so that
/// a file opened later does not become standard input or output.
void hold_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(descriptor, F_GETFD) < 0)
      (void)!open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

Terminal terminal(int descriptor, const Environment& environment, const GlobalOptions& global) {
  Terminal result;
  result.is_tty = isatty(descriptor) == 1;
  result.colour =
      result.is_tty && !global.no_color && !environment.get("NO_COLOR") && environment.get("TERM") != "dumb";
  winsize size{};
  result.columns = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualColumns;
  return result;
}

int run(const Command& command, const GlobalOptions& global, const Environment& environment,
        std::ostream& out) {
  std::optional<Interrupt> interrupt;  // first: must exist before any other thread
  if (command.stops_when_asked()) interrupt.emplace(command.patience, command.late_code);
  const std::stop_token stop = interrupt ? interrupt->token() : std::stop_token();
  StandardInput in(STDIN_FILENO, stop);
  const auto clock = make_system_clock();
  const auto connectors = connector::compiled_in();
  Context context{.home = resolve_home(global.home, environment),
                  .connectors = connectors,
                  .environment = environment,
                  .clock = *clock,
                  .in = in.stream(),
                  .out = out,
                  .err = std::cerr,
                  .out_terminal = terminal(STDOUT_FILENO, environment, global),
                  .err_terminal = terminal(STDERR_FILENO, environment, global),
                  .in_is_tty = isatty(STDIN_FILENO) == 1,
                  .no_input = global.no_input,
                  .json = global.json,
                  .quiet = global.quiet,
                  .verbose = global.verbose,
                  .stop = stop};
  try {
    return command.run(context);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw store::database_error(error, context.home);
  }
}

int parse_and_run(const std::vector<std::string>& words, std::ostream& out) {
  const Environment environment = Environment::of_process();
  CommandTree tree(words);
  std::string text;
  const Command* const command = tree.parse(words, environment, text);
  if (command) return run(*command, tree.global(), environment, out);
  out << text;
  return 0;
}

/// Writes the error as one line in a single write, so that it is not mixed with the output of other
/// processes.
int report(const Error& error) {
  std::string line = "locker: " + text::printable(error.what());
  if (!error.hint().empty()) line += "; " + text::printable(error.hint());
  std::cerr << line + "\n";
  return exit_code_of(error.kind());
}

int output_failed(int error) {
  return report(
      Error(ErrorKind::internal, std::string("the output could not be written: ") + std::strerror(error)));
}

/// Returns the exit code. A reader that has closed the output early is not an error.
int run_and_report(const std::vector<std::string>& words, StandardOutput& out) {
  try {
    const int code = parse_and_run(words, out.stream());
    const int error = out.finish();
    return error == 0 || error == EPIPE ? code : output_failed(error);
  } catch (const Error& error) {
    const int cause = out.finish();
    if (!is_output_error(error) || cause == 0) return report(error);
    return cause == EPIPE ? 0 : output_failed(cause);
  } catch (const std::exception& error) {
    out.finish();
    return report(Error(ErrorKind::internal, error.what()));
  }
}

/// Runs core's guardian, which starts connectors by forking itself.
int guard() {
  return locker::serve::run_guardian({.load = [] { (void)writer_module(); },
                                      .run =
                                          [](const std::vector<std::string>& words) {
                                            StandardOutput out(STDOUT_FILENO);
                                            return run_and_report(words, out);
                                          }});
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_descriptors();
  // Writes then fail with an error, which is handled where its meaning is known.
  for (const int number : {SIGPIPE, SIGXFSZ}) signal(number, SIG_IGN);
  std::ios::sync_with_stdio(false);
  if (argc > 1 && argv[1] == std::string_view("__guardian")) return guard();
  StandardOutput out(STDOUT_FILENO);
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (!words.empty() && words.front() == "__complete") {
    complete({words.begin() + 1, words.end()}, Environment::of_process(), out.stream());
    return 0;
  }
  return run_and_report(words, out);
}
