#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/module.hpp"

namespace locker::cli {
namespace {

constexpr char kFooter[] =
    "\nExamples:\n"
    "  locker auth twitter\n"
    "  locker auth twitter --streams +dms\n"
    "  locker auth twitter --no-browser          on a machine without a browser\n"
    "  locker auth twitter --account twitter-work";

void declare_account_command(CLI::App& auth, std::vector<Command>& commands, const char* name,
                             const char* about,
                             int (*WriterModule::*run)(const AuthAccountOptions&, Context&)) {
  auto* command = auth.add_subcommand(name, about);
  auto options = std::make_shared<AuthAccountOptions>();
  command->add_option("account", options->account, "The account")->type_name("ACCOUNT")->required();
  commands.push_back({command, [=](Context& context) { return (writer_module().*run)(*options, context); },
                      OnInterrupt::ask});
}

}  // namespace

void declare_auth(CLI::App& root, std::vector<Command>& commands) {
  auto* command = root.add_subcommand("auth", "Sign in to a service");
  command->footer(kFooter);
  auto options = std::make_shared<AuthOptions>();
  command->add_option("connector", options->connector, "The service: twitter")->type_name("CONNECTOR");
  command->add_option("--account", options->account, "What to call the account, if not like the service")
      ->type_name("ACCOUNT");
  command
      ->add_option("--streams", options->streams, "What to read: a,b for these, +a,-b to change the choice")
      ->type_name("STREAM,...");
  command->add_option("--client-id", options->client_id, "Client id of your developer app")->type_name("ID");
  command
      ->add_option("--client-secret-file", options->client_secret_file,
                   "File that holds the app's secret, if it has one")
      ->type_name("FILE");
  command
      ->add_option("--redirect-uri", options->redirect_uri, "Callback address that is registered for the app")
      ->type_name("URI");
  command->add_option("--budget", options->budget, "What reading may cost in a month, in dollars, or none")
      ->type_name("USD");
  auto* no_browser =
      command->add_flag("--no-browser", options->no_browser, "Print the address; paste what comes back");
  command->add_flag("--token-stdin", options->token_stdin, "Read a token that was made elsewhere from stdin")
      ->excludes(no_browser);
  commands.push_back(
      {command, [=](Context& context) { return writer_module().auth(*options, context); }, OnInterrupt::ask});

  auto* status = command->add_subcommand("status", "Show who is signed in");
  commands.push_back(
      {status, [](Context& context) { return writer_module().auth_status(context); }, OnInterrupt::ask});
  declare_account_command(*command, commands, "refresh", "Get a new access token now",
                          &WriterModule::auth_refresh);
  declare_account_command(*command, commands, "logout", "Revoke the token; what was stored stays",
                          &WriterModule::auth_logout);
}

}  // namespace locker::cli
