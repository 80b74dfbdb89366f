#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/commands/history.hpp"
#include "cli/commands/rows_options.hpp"

namespace locker::cli {
namespace {

constexpr char kHistoryExamples[] =
    "Examples\n"
    "  locker history                          the newest changes\n"
    "  locker history twitter:1234 --diff      every version of one record\n"
    "  locker history --thread twitter:1234    of a whole conversation\n"
    "  locker history --since yesterday --diff\n"
    "  locker history --after 4711 --follow    what came after, and what comes";

}  // namespace

void declare_history(CLI::App& app, std::vector<Command>& commands) {
  app.footer(kHistoryExamples);
  auto options = std::make_shared<HistoryOptions>();
  app.add_option("ref", options->reference, "A record: twitter:1234, a bare id, or its web address")
      ->type_name("REF")
      ->check(not_empty());
  app.option_defaults()->group("What to find");
  app.add_option("--thread", options->thread, "The whole conversation of a post or message")
      ->type_name("REF")
      ->check(not_empty());
  app.add_option("--since", options->since, "Changes from this time on: 7d, yesterday, 2026-01-01")
      ->type_name("TIME")
      ->check(point_in_time());
  add_list(app, "--source", options->sources, "ACCOUNT,...", "Of these accounts or services");
  add_list(app, "--type", options->types, "TYPE,...", "Of these types: status, contact/twitter");
  app.add_option("--after", options->after, "All changes with greater numbers than this, rising")
      ->type_name("N")
      ->transform(whole_number(0));
  app.add_flag("--follow", options->follow, "Go on with what is written from now on, until interrupted");
  (void)declare_rows(app, options->limit, options->all, options->format, options->fields,
                     "These fields, in this order: seq,action,id");
  app.add_flag("--diff", options->diff, "Show what each change changed");
  commands.push_back({&app,
                      [=](Context& context) { return run_history(*options, context); },
                      {10},
                      [=] { return options->follow; }});
}

}  // namespace locker::cli
