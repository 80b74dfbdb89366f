#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/complete.hpp"
#include "cli/module.hpp"

namespace locker::cli {
namespace {

/// Commands of completions and tests, which help does not show.
void declare_hidden(CLI::App& root, std::vector<Command>& commands) {
  auto* dump = root.add_subcommand("__dump")->group("");
  commands.push_back(
      {dump, [](Context& context) { return writer_module().dump(context); }, OnInterrupt::end});
}

}  // namespace

void declare_care(CLI::App& root, std::vector<Command>& commands) {
  auto* verify = root.add_subcommand("verify", "Check that all that is stored is whole");
  commands.push_back(
      {verify, [](Context& context) { return writer_module().verify(context); }, OnInterrupt::ask});

  auto* backup = root.add_subcommand("backup", "Copy the archive to a file, without tokens");
  auto backup_options = std::make_shared<BackupOptions>();
  backup->add_option("file", backup_options->file, "Where to")->type_name("FILE")->required();
  commands.push_back({backup,
                      [=](Context& context) { return writer_module().backup(*backup_options, context); },
                      OnInterrupt::ask});

  auto* forget = root.add_subcommand("forget", "Erase a record or an account for good");
  auto forget_options = std::make_shared<ForgetOptions>();
  forget->add_option("what", forget_options->what, "A record, or an account")->type_name("REF")->required();
  forget->add_flag("-y,--yes", forget_options->yes, "Do not ask before an account is erased");
  commands.push_back({forget,
                      [=](Context& context) { return writer_module().forget(*forget_options, context); },
                      OnInterrupt::ask});

  auto* budget = root.add_subcommand("budget", "Show or set what reading may cost in a month");
  auto budget_options = std::make_shared<BudgetOptions>();
  budget->add_option("account", budget_options->account, "The account")->type_name("ACCOUNT")->required();
  budget->add_option("amount", budget_options->amount, "Dollars, or none")->type_name("USD");
  commands.push_back({budget,
                      [=](Context& context) { return writer_module().budget(*budget_options, context); },
                      OnInterrupt::ask});
  declare_hidden(root, commands);
}

}  // namespace locker::cli
