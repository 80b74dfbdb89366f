#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/module.hpp"

namespace locker::cli {
void declare_verify(CLI::App& app, std::vector<Command>& commands) {
  commands.push_back({&app, [](Context& context) { return writer_module().verify(context); }, {10}, &always});
}

void declare_backup(CLI::App& app, std::vector<Command>& commands) {
  app.footer(
      "Examples\n"
      "  locker backup /mnt/usb/locker-$(date +%F).db");
  auto options = std::make_shared<BackupOptions>();
  app.add_option("file", options->file, "Where to; an older backup there is replaced")
      ->type_name("FILE")
      ->check(not_empty())
      ->required();
  commands.push_back(
      {&app, [=](Context& context) { return writer_module().backup(*options, context); }, {10}, &always});
}

void declare_forget(CLI::App& app, std::vector<Command>& commands) {
  app.footer(
      "Examples\n"
      "  locker forget twitter:1234              one record, with all its versions\n"
      "  locker forget twitter-work              an account, with everything of it");
  auto options = std::make_shared<ForgetOptions>();
  app.add_option("what", options->what, "A record, as in \"locker history\", or an account")
      ->type_name("REF|ACCOUNT")
      ->required();
  app.add_flag("-y,--yes", options->yes, "Do not ask before an account is erased");
  commands.push_back(
      {&app, [=](Context& context) { return writer_module().forget(*options, context); }, {10, 11}, &always});
}

void declare_budget(CLI::App& app, std::vector<Command>& commands) {
  app.footer(
      "Examples\n"
      "  locker budget twitter                   what it is, and what is spent\n"
      "  locker budget twitter 5\n"
      "  locker budget twitter none              no limit");
  auto options = std::make_shared<BudgetOptions>();
  app.add_option("account", options->account, "The account")->type_name("ACCOUNT")->required();
  app.add_option("amount", options->amount, "Dollars a month, or none for no limit; nothing shows it")
      ->type_name("USD|none");
  commands.push_back(
      {&app, [=](Context& context) { return writer_module().budget(*options, context); }, {10}, &always});
}

void declare_dump(CLI::App& app, std::vector<Command>& commands) {
  commands.push_back({.app = &app,
                      .run = [](Context& context) { return writer_module().dump(context); },
                      .exit_codes = {10}});
}

}  // namespace locker::cli
