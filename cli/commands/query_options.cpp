#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/commands/query.hpp"
#include "cli/commands/rows_options.hpp"

namespace locker::cli {
namespace {

constexpr char kQueryExamples[] =
    "Examples\n"
    "  locker query --since 7d\n"
    "  locker query sourdough OR rye --type status\n"
    "  locker query --stream likes --limit 20\n"
    "  locker query --thread twitter:1234      a conversation, as it went\n"
    "  locker query --type message --with @jo  what you wrote each other\n"
    "  locker query --as-of 2026-01-01 --source twitter --json\n"
    "  locker query --sql 'SELECT count(*) FROM tweets'";

/// Returns a validator for an option with only one valid value so far.
CLI::Validator one_word(const char* word) {
  return CLI::Validator(
      [word](const std::string& text) {
        return text == word ? std::string() : "\"" + text + "\" is unknown; say \"" + word + "\"";
      },
      "");
}

void declare_filters(CLI::App& app, QueryOptions& options) {
  app.option_defaults()->group("What to find");
  app.add_option("--since", options.since, "From this time on: 7d, yesterday, 2026-01-01")
      ->type_name("TIME")
      ->check(point_in_time());
  app.add_option("--until", options.until, "Before this time")->type_name("TIME")->check(point_in_time());
  app.add_option("--as-of", options.as_of, "As it was known at this time")
      ->type_name("TIME")
      ->check(point_in_time());
  add_list(app, "--source", options.sources, "ACCOUNT,...", "Of these accounts or services");
  add_list(app, "--type", options.types, "TYPE,...", "Of these types: status, contact/twitter");
  add_list(app, "--stream", options.streams, "STREAM[/PART],...", "In these streams: likes");
  app.add_flag("--deleted", options.deleted, "What was deleted, and only that");
  app.add_option("--has", options.has, "Only what shows a photo or video that is stored")
      ->type_name("media")
      ->check(one_word("media"));
  app.add_option("--thread", options.thread, "The whole conversation of a post or message, oldest first")
      ->type_name("REF")
      ->check(not_empty());
  app.add_option("--with", options.with, "The messages with somebody, oldest first: @handle, id or name")
      ->type_name("NAME")
      ->check(not_empty());
  app.add_option("--sql", options.sql, "Run one SQL statement that only reads, in place of all this")
      ->type_name("STATEMENT");
}

void declare_raw(CLI::App& app, QueryOptions& options, const RowsOptions& rows) {
  auto* raw = app.add_flag("--raw", options.raw, "The bytes that the service sent, a record a line");
  raw->excludes(rows.format)->excludes(rows.fields);
  app.add_option("--source-of", options.source_of, "With --raw: every form of a record that was seen")
      ->type_name("all")
      ->check(one_word("all"))
      ->needs(raw);
}

}  // namespace

void declare_query(CLI::App& app, std::vector<Command>& commands) {
  app.footer(kQueryExamples);
  auto options = std::make_shared<QueryOptions>();
  add_words(app, "words", options->words,
            "Words to find, all of them; \"a phrase\", begin*, AND, OR, NOT and ( ) as well")
      ->type_name("WORD");
  declare_filters(app, *options);
  const auto rows = declare_rows(app, options->limit, options->all, options->format, options->fields,
                                 "These fields, in this order: id,lang,entities.urls");
  declare_raw(app, *options, rows);
  commands.push_back({.app = &app,
                      .run = [=](Context& context) { return run_query(*options, context); },
                      .exit_codes = {10}});
}

}  // namespace locker::cli
