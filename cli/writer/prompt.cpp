#include "cli/writer/prompt.hpp"

#include "lib/base/error.hpp"

namespace locker::cli {

bool may_ask(const Context& context) { return context.in_is_tty && !context.no_input; }

std::string ask(const std::string& question, Context& context) {
  context.err << question << std::flush;
  std::string line;
  std::getline(context.in, line);
  if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string::npos ? std::string()
                                    : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace locker::cli
