#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/commands/rows_options.hpp"
#include "cli/module.hpp"

namespace locker::cli {
namespace {

constexpr char kSyncExamples[] =
    "Examples\n"
    "  locker sync                             what is new, of all accounts\n"
    "  locker sync twitter --dry-run           what it would read, and what that costs\n"
    "  locker sync twitter --max-cost 0.50\n"
    "  locker sync twitter --only likes --full\n"
    "  locker sync twitter --full --check-deleted\n"
    "  locker sync twitter --media             photos and videos of your posts too";

void declare_reading(CLI::App& app, SyncOptions& options) {
  app.option_defaults()->group("What is read");
  app.add_option("--only", options.only, "These streams, whatever was chosen at sign-in")
      ->type_name("STREAM,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--full", options.full, "Walk streams from the top to the end: notices what is gone");
  app.add_flag("--check-deleted", options.check_deleted,
               "Ask the service about what is stored: notices which of it is deleted");
  app.add_flag("--accept-removals", options.accept_removals,
               "Believe that more than half of a stream is gone");
  app.add_flag("--look-up-names", options.look_up_names,
               "Ask for the names of people who are known by their id only");
  app.add_flag("--media", options.media, "Fetch the photos and videos of your own posts as well");
  app.add_flag("-n,--dry-run", options.dry_run, "Say what would be read and what it would cost, and end");
}

void declare_limits(CLI::App& app, SyncOptions& options) {
  app.option_defaults()->group("Limits of this run");
  app.add_option("--max-cost", options.max_cost, "Spend at most this, in place of the month's budget")
      ->type_name("USD")
      ->transform(dollars());
  app.add_option("--max-items", options.max_items, "Read at most so many elements")
      ->type_name("N")
      ->transform(whole_number(1));
  app.add_option("--media-limit", options.media_limit, "With --media: leave out files larger than so many MB")
      ->type_name("MB")
      ->transform(whole_number(1));
  auto* max_wait =
      app.add_option("--max-wait", options.max_wait, "Wait at most so long for the service: 90s, 15m, 2h")
          ->type_name("DURATION")
          ->check(duration());
  app.add_flag("--no-wait", options.no_wait, "End where the service asks to wait")->excludes(max_wait);
}

}  // namespace

void declare_sync(CLI::App& app, std::vector<Command>& commands) {
  app.footer(kSyncExamples);
  auto options = std::make_shared<SyncOptions>();
  add_words(app, "accounts", options->accounts, "Accounts, or services for all of theirs; none means all")
      ->type_name("ACCOUNT");
  declare_reading(app, *options);
  declare_limits(app, *options);
  // Called after the command line is parsed, before variables and the file fill in what it leaves open: a
  // standing limit must not lift the monthly budget of every run.
  app.final_callback([=] { options->replaces_budget = options->max_cost.has_value(); });
  commands.push_back({&app,
                      [=](Context& context) { return writer_module().sync(*options, context); },
                      {3, 4, 5, 6, 11},
                      &always});
}

}  // namespace locker::cli
