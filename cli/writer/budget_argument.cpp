#include "cli/writer/budget_argument.hpp"

#include "cli/writer/prompt.hpp"
#include "lib/base/error.hpp"
#include "lib/base/money.hpp"

namespace locker::cli {

Budget parse_budget(const std::string& text) {
  if (text == "none") return std::nullopt;
  if (const auto amount = parse_dollars(text)) return amount;
  throw Error(ErrorKind::usage, "\"" + text + "\" is no sum of dollars", "say for example 10, 2.50 or none");
}

Budget usual_budget(const connector::Descriptor& connector) {
  return connector.charges() ? Budget(connector.default_budget) : std::nullopt;
}

std::optional<Budget> ask_for_budget(const connector::Descriptor& connector, Context& context) {
  const std::string answer = ask("What may reading cost in a month, in dollars, or none [" +
                                     format_dollars(connector.default_budget) + "]: ",
                                 context);
  if (answer.empty()) return std::nullopt;
  return parse_budget(answer);
}

}  // namespace locker::cli
