#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/commands/query.hpp"

namespace locker::cli {
namespace {

constexpr char kFooter[] =
    "\nExamples:\n"
    "  locker query --since 7d\n"
    "  locker query sourdough --type status --format json\n"
    "  locker query --stream likes --limit 20\n"
    "  locker query --as-of 2026-01-01 --source twitter\n"
    "  locker query --sql 'SELECT count(*) FROM tweets'";

}  // namespace

void declare_query(CLI::App& root, std::vector<Command>& commands) {
  auto* command = root.add_subcommand("query", "Search and show what is stored");
  command->footer(kFooter);
  auto options = std::make_shared<QueryOptions>();
  const auto list = [](CLI::Option* option, const char* type) {
    option->type_name(type)->delimiter(',')->allow_extra_args(false);
  };
  command->add_option("words", options->words, "Words to find; \"a phrase\", begin*, AND OR NOT ( )")
      ->type_name("WORD");
  command->add_option("--since", options->since, "From this time on: 7d, yesterday, 2026-01-01")
      ->type_name("TIME");
  command->add_option("--until", options->until, "Before this time")->type_name("TIME");
  command->add_option("--as-of", options->as_of, "As it was known then")->type_name("TIME");
  list(command->add_option("--source", options->sources, "Of this account or service"), "ACCOUNT");
  list(command->add_option("--type", options->types, "Of this type: status, contact/twitter"), "TYPE");
  list(command->add_option("--stream", options->streams, "In this stream: likes, list-members/12"), "STREAM");
  command->add_flag("--deleted", options->deleted, "Only what was deleted");
  auto* limit = command->add_option("--limit", options->limit, "At most so many")
                    ->type_name("N")
                    ->check(CLI::PositiveNumber);
  command->add_flag("--all", options->all, "All of them, also on a terminal")->excludes(limit);
  auto* format =
      command->add_option("--format", options->format, "table, json, jsonl, csv or tsv")->type_name("FORMAT");
  auto* fields = command->add_option("--fields", options->fields,
                                     "Show these fields, in this order: id,lang,entities.urls");
  list(fields, "FIELD");
  auto* raw = command->add_flag("--raw", options->raw, "Show the bytes that the service sent")
                  ->excludes(format)
                  ->excludes(fields);
  command->add_option("--source-of", options->source_of, "With --raw: all, for each form that was seen")
      ->type_name("all")
      ->check(CLI::IsMember({"all"}))
      ->needs(raw);
  command->add_option("--sql", options->sql, "Run one statement that reads")->type_name("STATEMENT");
  commands.push_back(
      {command, [=](Context& context) { return run_query(*options, context); }, OnInterrupt::end});
}

}  // namespace locker::cli
