#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/module.hpp"

namespace locker::cli {
namespace {

constexpr char kFooter[] =
    "\nExamples:\n"
    "  locker sync                               all accounts, what is new\n"
    "  locker sync twitter --dry-run             what it would read and cost\n"
    "  locker sync twitter --only likes --full   walk all likes; what is gone is noticed\n"
    "  locker sync twitter --max-cost 0.50";

}  // namespace

void declare_sync(CLI::App& root, std::vector<Command>& commands) {
  auto* command = root.add_subcommand("sync", "Fetch what is new");
  command->footer(kFooter);
  auto options = std::make_shared<SyncOptions>();
  command->add_option("accounts", options->accounts, "Accounts, or services for all of theirs; none: all")
      ->type_name("ACCOUNT");
  command->add_option("--only", options->only, "Only these streams")
      ->type_name("STREAM")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_flag("--full", options->full, "Walk streams from the top to the end, to notice what is gone");
  command->add_flag("--check-deleted", options->check_deleted,
                    "Look up your own posts, to learn which were deleted");
  command->add_flag("--accept-removals", options->accept_removals,
                    "Believe that more than half of a stream is gone");
  command->add_flag("-n,--dry-run", options->dry_run, "Say what it would read and cost; ask nobody");
  command->add_option("--max-cost", options->max_cost, "Read for at most so many dollars")
      ->type_name("USD")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--max-items", options->max_items, "Read at most so many elements")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  auto* max_wait =
      command->add_option("--max-wait", options->max_wait, "Wait at most so long for the service")
          ->type_name("DURATION");
  command->add_flag("--no-wait", options->no_wait, "End instead of waiting for the service")
      ->excludes(max_wait);
  commands.push_back(
      {command, [=](Context& context) { return writer_module().sync(*options, context); }, OnInterrupt::ask});
}

}  // namespace locker::cli
