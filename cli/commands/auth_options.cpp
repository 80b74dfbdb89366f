#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/module.hpp"
#include "lib/base/error.hpp"

namespace locker::cli {
namespace {

constexpr char kAuthExamples[] =
    "Examples\n"
    "  locker auth twitter\n"
    "  locker auth twitter --no-browser        on a machine without a browser\n"
    "  locker auth twitter --streams +dms      from now on direct messages too\n"
    "  locker auth twitter --account twitter-work\n"
    "  locker auth github --token-stdin < token-file";

/// Exit codes of commands that request tokens: refused, unreachable, or a response without a valid token.
const std::vector<int> kTokenCodes{3, 4, 5};

CLI::App* add_command(CLI::App& auth, const char* name, const char* about) {
  return auth.add_subcommand(name, about)->group("Commands")->footer("");
}

void declare_account_command(CLI::App& auth, std::vector<Command>& commands, const char* name,
                             const char* about,
                             int (*WriterModule::*run)(const AuthAccountOptions&, Context&)) {
  auto* command = add_command(auth, name, about);
  auto options = std::make_shared<AuthAccountOptions>();
  command->add_option("account", options->account, "The account, or its service if that has one account")
      ->type_name("ACCOUNT")
      ->required();
  commands.push_back({command, [=](Context& context) { return (writer_module().*run)(*options, context); },
                      kTokenCodes, &always});
}

/// Declares `--from-gh` and the like, for each service that can take the token of another program.
void declare_borrowing(CLI::App& app, AuthOptions& options, const std::vector<CLI::Option*>& other_ways) {
  const auto registry = connector::compiled_in();
  for (const auto* connector : registry.all()) {
    const auto& from = connector->sign_in.borrowed_token;
    if (!from) continue;
    auto* option = app.add_flag_callback(
        "--from-" + from->program, [&options, program = from->program] { options.borrow_from = program; },
        "Take the token that " + from->program + " has, " + from->title + " (" + connector->id + ")");
    for (auto* other : other_ways) option->excludes(other);
  }
}

void declare_sign_in(CLI::App& app, AuthOptions& options) {
  app.add_option("connector", options.connector, "The service to sign in to")->type_name("CONNECTOR");
  app.option_defaults()->group("The account");
  app.add_option("--account", options.account, "Name for the account; without it the service's name")
      ->type_name("ACCOUNT")
      ->check(not_empty());
  app.add_option("--streams", options.streams,
                 "Streams to read: a,b for just these; +a,-b to add a to and take b from those so far")
      ->type_name("STREAM,...")
      ->check(not_empty());
  app.add_option("--budget", options.budget,
                 "What reading may cost in a calendar month, in dollars, or none for no limit")
      ->type_name("USD")
      ->check(not_empty());
  app.option_defaults()->group("Your developer app");
  app.add_option("--client-id", options.client_id, "Its OAuth 2.0 client id")
      ->type_name("ID")
      ->check(not_empty());
  app.add_option("--client-secret-file", options.client_secret_file,
                 "File that holds its client secret, if it has one")
      ->type_name("FILE")
      ->check(not_empty());
  app.add_option("--redirect-uri", options.redirect_uri, "The callback address that is registered for it")
      ->type_name("URI")
      ->check(not_empty());
  app.option_defaults()->group("How to sign in");
  auto* no_browser = app.add_flag("--no-browser", options.no_browser,
                                  "Open no browser: print the address, and read what is pasted");
  auto* token_stdin = app.add_flag("--token-stdin", options.token_stdin,
                                   "Read a token that was made elsewhere from standard input");
  token_stdin->excludes(no_browser);
  declare_borrowing(app, options, {no_browser, token_stdin});
}

}  // namespace

void declare_auth(CLI::App& app, std::vector<Command>& commands) {
  app.footer(kAuthExamples);
  auto options = std::make_shared<AuthOptions>();
  declare_sign_in(app, *options);
  const auto run = [options](Context& context) {
    if (options->connector.empty())
      throw Error(ErrorKind::usage, "the service to sign in to is missing",
                  "say for example \"locker auth " + context.connectors.all().front()->id + "\"");
    return writer_module().auth(*options, context);
  };
  commands.push_back({&app, run, kTokenCodes, &always});

  auto* status = add_command(app, "status", "Show who is signed in, and until when");
  commands.push_back(
      {status, [](Context& context) { return writer_module().auth_status(context); }, {}, &always});
  declare_account_command(app, commands, "refresh", "Get a new access token now",
                          &WriterModule::auth_refresh);
  declare_account_command(app, commands, "logout", "Revoke the token; what was stored stays",
                          &WriterModule::auth_logout);
}

}  // namespace locker::cli
