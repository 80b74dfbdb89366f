#include "cli/run_line.hpp"

#include <sstream>

#include "cli/tree.hpp"
#include "lib/base/error.hpp"

namespace locker::cli {

void run_line(const std::vector<std::string>& words, std::ostream& out, const serve::LineBounds& bounds,
              const Context& around) {
  const Environment nothing({});
  CommandTree tree(words);
  std::string text;
  const Command* const command = tree.parse(words, nothing, text);
  if (!command) throw Error(ErrorKind::usage, "this is no command to run");
  std::istringstream in;
  std::ostringstream talk;
  Context context{.home = around.home,
                  .connectors = around.connectors,
                  .environment = nothing,
                  .clock = around.clock,
                  .in = in,
                  .out = out,
                  .err = talk,
                  .no_input = true,
                  .json = tree.global().json,
                  .quiet = true,
                  .stop = bounds.stop,
                  .statement_time = bounds.statement};
  command->run(context);
}

}  // namespace locker::cli
