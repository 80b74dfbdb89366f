#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands/care.hpp"
#include "cli/output/json_output.hpp"
#include "cli/writer/budget_argument.hpp"
#include "lib/base/error.hpp"
#include "lib/base/money.hpp"
#include "lib/store/status.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::cli {
namespace {

store::AccountStatus account_of(const std::string& name, const Context& context) {
  const auto all = store::status(store::Database::open_for_reading(context.home), context.clock.now());
  const auto found = std::ranges::find(all, name, &store::AccountStatus::account);
  if (found == all.end())
    throw Error(ErrorKind::usage, "there is no account \"" + name + "\"",
                "run \"locker connectors\" to see those there are");
  return *found;
}

Budget set_budget(const BudgetOptions& options, Context& context) {
  const Budget amount = parse_budget(options.amount);
  store::Writer(context.home, context.connectors).set_budget(options.account, amount);
  return amount;
}

}  // namespace

int run_budget(const BudgetOptions& options, Context& context) {
  context.home.require();
  // Showing the budget writes nothing.
  auto account = account_of(options.account, context);
  if (!options.amount.empty()) account.budget = set_budget(options, context);
  const auto& budget = account.budget;
  const auto spent = account.month_cost;
  if (context.json)
    print_json({{"account", options.account},
                {"budget", budget ? nlohmann::json(in_dollars(*budget)) : nullptr},
                {"spent", in_dollars(spent)}},
               context);
  else if (!context.quiet)
    context.out << options.account << ": " << (budget ? format_dollars(*budget) + " a month" : "no limit")
                << ", " << format_dollars(spent) << " spent this month\n";
  return 0;
}

}  // namespace locker::cli
