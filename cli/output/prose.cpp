#include "cli/output/prose.hpp"

#include "lib/text/terminal.hpp"

namespace locker::cli {

void tell(const std::string& line, const Context& context) {
  constexpr int kIndent = 4;
  const auto& terminal = context.out_terminal;
  context.out << (terminal.is_tty ? text::wrapped(line, terminal.columns, kIndent) : line) << "\n";
}

}  // namespace locker::cli
