#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

#include "cli/complete.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/tree.hpp"
#include "lib/base/error.hpp"
#include "lib/text/terminal.hpp"

namespace {

using namespace locker;
using namespace locker::cli;

constexpr int kUsualColumns = 80;

Terminal terminal(int descriptor, const Environment& environment, const GlobalOptions& global) {
  Terminal result;
  result.is_tty = isatty(descriptor) == 1;
  result.colour =
      result.is_tty && !global.no_color && !environment.get("NO_COLOR") && environment.get("TERM") != "dumb";
  winsize size{};
  result.columns = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualColumns;
  return result;
}

int run(const std::vector<std::string>& words) {
  const Environment environment = Environment::of_process();
  CommandTree tree;
  std::string text;
  const Command* command = tree.parse(words, environment, text);
  if (!command) {
    std::cout << text;
    return 0;
  }
  const auto clock = make_system_clock();
  const auto connectors = connector::compiled_in();
  const auto& global = tree.global();
  std::optional<Interrupt> interrupt;
  if (command->on_interrupt == OnInterrupt::ask) {
    interrupt.emplace();
    signal(SIGPIPE, SIG_IGN);
  }
  Context context{.home = resolve_home(global.home, environment),
                  .connectors = connectors,
                  .environment = environment,
                  .clock = *clock,
                  .in = std::cin,
                  .out = std::cout,
                  .err = std::cerr,
                  .out_terminal = terminal(STDOUT_FILENO, environment, global),
                  .err_terminal = terminal(STDERR_FILENO, environment, global),
                  .in_is_tty = isatty(STDIN_FILENO) == 1,
                  .no_input = global.no_input,
                  .json = global.json,
                  .quiet = global.quiet,
                  .verbose = global.verbose,
                  .stop = interrupt ? interrupt->token() : std::stop_token()};
  return command->run(context);
}

int report(const Error& error) {
  std::cerr << "locker: " << text::printable(error.what());
  if (!error.hint().empty()) std::cerr << "; " << text::printable(error.hint());
  std::cerr << "\n";
  return exit_code(error.kind());
}

int run_and_report(const std::vector<std::string>& words) try {
  const int code = run(words);
  std::cout.flush();
  if (!std::cout) throw Error(ErrorKind::internal, "the output could not be written");
  return code;
} catch (const Error& error) {
  std::cout.flush();
  return report(error);
} catch (const std::exception& error) {
  return report(Error(ErrorKind::internal, error.what()));
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words.front() == "__complete") return complete({words.begin() + 1, words.end()});
  return run_and_report(words);
}
