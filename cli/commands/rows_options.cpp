#include "cli/commands/rows_options.hpp"

#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"

namespace locker::cli {

CLI::Option* add_list(CLI::App& app, const char* name, std::vector<std::string>& values, const char* type,
                      const char* about) {
  return app.add_option(name, values, about)->type_name(type)->delimiter(',')->allow_extra_args(false);
}

CLI::Option* add_words(CLI::App& app, const char* name, std::vector<std::string>& words, const char* about) {
  // With allow_extra_args(), CLI11 parses `[a,b]` as a list and `[]` as an empty one. Expecting a large
  // number of arguments instead takes any number of them as typed.
  constexpr int kMany = 1 << 20;
  auto* option = app.add_option(name, words, about);
  option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return option->expected(kMany)->allow_extra_args(false);
}

RowsOptions declare_rows(CLI::App& app, std::optional<long>& limit, bool& all, std::string& format,
                         std::vector<std::string>& fields, const char* about_fields) {
  app.option_defaults()->group("How it is shown");
  auto* at_most =
      app.add_option("--limit", limit, "At most so many; on a terminal 50 unless you say otherwise")
          ->type_name("N")
          ->transform(whole_number(1));
  app.add_flag("--all", all, "All of them, also on a terminal")->excludes(at_most);
  auto* shown_as = app.add_option("--format", format, "table, json, jsonl, csv or tsv")
                       ->type_name("FORMAT")
                       ->check(output_format());
  auto* chosen = add_list(app, "--fields", fields, "FIELD,...", about_fields);
  return {shown_as, chosen->check(not_empty())};
}

}  // namespace locker::cli
