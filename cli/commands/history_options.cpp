#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/commands/history.hpp"

namespace locker::cli {
namespace {

constexpr char kFooter[] =
    "\nExamples:\n"
    "  locker history                            the newest changes\n"
    "  locker history twitter:1234 --diff        every version of one record\n"
    "  locker history --since yesterday --diff\n"
    "  locker history --after 4711 --follow      what comes after, as it comes";

}  // namespace

void declare_history(CLI::App& root, std::vector<Command>& commands) {
  auto* command = root.add_subcommand("history", "Show what changed: edited, deleted, un-liked, and when");
  command->footer(kFooter);
  auto options = std::make_shared<HistoryOptions>();
  const auto list = [](CLI::Option* option, const char* type) {
    option->type_name(type)->delimiter(',')->allow_extra_args(false);
  };
  command->add_option("ref", options->reference, "A record: twitter:1234, its id, or its web address")
      ->type_name("REF");
  command->add_option("--since", options->since, "Changes from this time on")->type_name("TIME");
  list(command->add_option("--source", options->sources, "Of this account or service"), "ACCOUNT");
  list(command->add_option("--type", options->types, "Of this type"), "TYPE");
  command->add_flag("--diff", options->diff, "Show what each change changed");
  command->add_flag("--follow", options->follow, "Go on, with what others write from now on");
  command->add_option("--after", options->after, "Only changes with greater numbers, rising")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  auto* limit = command->add_option("--limit", options->limit, "At most so many")
                    ->type_name("N")
                    ->check(CLI::PositiveNumber);
  command->add_flag("--all", options->all, "All of them, also on a terminal")->excludes(limit);
  command->add_option("--format", options->format, "table, json, jsonl, csv or tsv")->type_name("FORMAT");
  list(command->add_option("--fields", options->fields, "Show these fields, in this order"), "FIELD");
  commands.push_back(
      {command, [=](Context& context) { return run_history(*options, context); }, OnInterrupt::ask});
}

}  // namespace locker::cli
