#include <CLI/CLI.hpp>
#include <filesystem>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/exports.hpp"
#include "cli/module.hpp"

namespace locker::cli {
namespace {

constexpr char kImportExamples[] =
    "Examples\n"
    "  locker import twitter twitter-2024-05-01-1a2b.zip\n"
    "  locker import twitter ~/Downloads/twitter-part*.zip\n"
    "  locker import twitter unpacked-archive/ --private\n"
    "  locker import twitter twitter.zip --media --dry-run\n"
    "  locker import twitter data/like.js --account twitter-work";

bool is_file(const std::string& word) {
  std::error_code error;
  return word.find_first_of("./\\") != std::string::npos || std::filesystem::exists(word, error);
}

/// Rejects a file given in place of the service, and suggests the command that was probably meant.
std::string refuse_file(const std::string& word) {
  const auto registry = connector::compiled_in();
  if (registry.find(word) || !is_file(word)) return {};
  std::string meant;
  for (const auto* connector : registry.all())
    if (has_exports(*connector))
      meant +=
          (meant.empty() ? "\"locker import " : " or \"locker import ") + connector->id + " " + word + "\"";
  return "\"" + word + "\" is no service; did you mean " + meant + "?";
}

}  // namespace

void declare_import(CLI::App& app, std::vector<Command>& commands) {
  app.footer(kImportExamples);
  auto options = std::make_shared<ImportOptions>();
  app.add_option("connector", options->connector, "The service that made it")
      ->type_name("CONNECTOR")
      ->check(CLI::Validator(&refuse_file, ""))
      ->required();
  app.add_option("files", options->files, "What it gave you: a zip, a folder, a single file of one")
      ->type_name("FILE")
      ->required();
  app.add_option("--account", options->account, "The account it goes to; by default the one it belongs to")
      ->type_name("ACCOUNT")
      ->check(not_empty());
  app.add_flag("--private", options->private_too,
               "Also what is private: addresses, devices, contacts, advertising");
  app.add_flag("--media", options->media, "Fetch the photos and videos of your own posts that are not in it");
  app.add_flag("-n,--dry-run", options->dry_run,
               "Check it, say what is in it and what --media would fetch, and end");
  commands.push_back(
      {&app, [=](Context& context) { return writer_module().import(*options, context); }, {3, 11}, &always});
}

}  // namespace locker::cli
