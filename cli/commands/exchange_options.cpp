#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/module.hpp"
#include "lib/base/suggest.hpp"

namespace locker::cli {
namespace {

CLI::Validator known_form() {
  return CLI::Validator(
      [](const std::string& text) -> std::string {
        if (std::ranges::find(export_forms(), text) != export_forms().end()) return {};
        return "there is no form \"" + text + "\"; " + suggestion_hint(text, export_forms());
      },
      "");
}

}  // namespace

const std::vector<std::string>& export_forms() {
  static const std::vector<std::string> kForms{"jsonl", "markdown", "html"};
  return kForms;
}

void declare_export(CLI::App& app, std::vector<Command>& commands) {
  app.footer(
      "Examples\n"
      "  locker export ~/archive                 everything, to be read by programs or restored\n"
      "  locker export ~/pages --format html     pages for a browser, with search\n"
      "  locker export - | zstd > archive.jsonl.zst");
  auto options = std::make_shared<ExportOptions>();
  app.add_option("folder", options->folder,
                 "Where to: a new or empty folder, or one with an earlier export; - writes JSON Lines to "
                 "standard output")
      ->type_name("DIR")
      ->check(not_empty())
      ->required();
  app.add_option("--format", options->form, "jsonl, markdown or html")
      ->type_name("FORM")
      ->check(known_form());
  app.add_flag("--no-media", options->no_media, "Leave out the files of photos and videos");
  commands.push_back({.app = &app,
                      .run = [=](Context& context) { return writer_module().export_all(*options, context); },
                      .exit_codes = {10},
                      .stops_when_asked = &always});
}

void declare_restore(CLI::App& app, std::vector<Command>& commands) {
  app.footer(
      "Examples\n"
      "  locker restore ~/archive --home ~/new-locker\n"
      "  zstdcat archive.jsonl.zst | locker restore - --home ~/new-locker");
  auto options = std::make_shared<RestoreOptions>();
  app.add_option("from", options->from,
                 "An export as JSON Lines: its folder, its file, or - for standard input")
      ->type_name("DIR|FILE")
      ->check(not_empty())
      ->required();
  commands.push_back({.app = &app,
                      .run = [=](Context& context) { return writer_module().restore(*options, context); },
                      .exit_codes = {},
                      .stops_when_asked = &always});
}

}  // namespace locker::cli
