#include "cli/writer/prompt.hpp"

#include "lib/base/error.hpp"
#include "lib/base/trim.hpp"

namespace locker::cli {

bool may_ask(const Context& context) { return context.in_is_tty && !context.no_input; }

std::string ask(const std::string& question, Context& context) {
  context.err << question << std::flush;
  std::string line;
  std::getline(context.in, line);
  if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  return std::string(trimmed(line));
}

}  // namespace locker::cli
