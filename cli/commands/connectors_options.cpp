#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/connectors.hpp"
#include "cli/commands/declare.hpp"

namespace locker::cli {
namespace {

constexpr char kInstallExamples[] =
    "Examples\n"
    "  locker connectors install ~/src/journal\n"
    "  locker connectors install --link .      while you write it: it is run where it is";

void declare_remove(CLI::App& app, std::vector<Command>& commands) {
  auto* remove = app.add_subcommand("remove", "Take one out again; its data stay");
  remove->group("Commands")->footer("Examples\n  locker connectors remove journal");
  auto id = std::make_shared<std::string>();
  remove->add_option("installed", *id, "What it is called here")->type_name("INSTALLED")->required();
  commands.push_back({.app = remove,
                      .run = [=](Context& context) { return run_connectors_remove(*id, context); },
                      .exit_codes = {}});
}

}  // namespace

void declare_connectors(CLI::App& app, std::vector<Command>& commands) {
  commands.push_back({.app = &app, .run = &run_connectors, .exit_codes = {}});
  auto* install = app.add_subcommand("install", "Put a connector in any language into this locker");
  install->group("Commands")->footer(kInstallExamples);
  auto options = std::make_shared<ConnectorsInstallOptions>();
  install->add_option("folder", options->folder, "The folder with its manifest")
      ->type_name("DIR")
      ->required();
  install
      ->add_option("--id", options->id,
                   "What it is called here; its manifest's name unless you say otherwise")
      ->type_name("ID")
      ->check(not_empty());
  install->add_flag("--link", options->link, "Leave the folder where it is, and run it from there");
  commands.push_back({.app = install,
                      .run = [=](Context& context) { return run_connectors_install(*options, context); },
                      .exit_codes = {}});
  declare_remove(app, commands);
}

}  // namespace locker::cli
