#include <CLI/CLI.hpp>

#include "cli/commands/checks.hpp"
#include "cli/commands/declare.hpp"
#include "cli/module.hpp"
#include "cli/run_line.hpp"
#include "lib/base/exit_code.hpp"

namespace locker::cli {
namespace {

constexpr char kServeExamples[] =
    "Examples\n"
    "  locker serve                            at http://127.0.0.1:8042, until Ctrl-C\n"
    "  locker serve --port 0                   at any free port, which it prints\n"
    "  locker serve --config config.json       a locker laid out as in 2011";

/// The time between the stop request and the forced end, in which pending requests may finish.
constexpr std::chrono::milliseconds kPatience{12'000};

serve::RunLine lines_of(const Context& context) {
  return [&context](const std::vector<std::string>& words, std::ostream& out,
                    const serve::LineBounds& bounds) { run_line(words, out, bounds, context); };
}

}  // namespace

void declare_serve(CLI::App& app, std::vector<Command>& commands) {
  app.footer(kServeExamples);
  auto options = std::make_shared<ServeOptions>();
  app.add_option("--config", options->config, "A config.json of 2011; its folder is the locker's home")
      ->type_name("FILE")
      ->check(not_empty());
  app.add_option("--host", options->host,
                 "The name or address to listen at; 127.0.0.1 unless you say otherwise")
      ->type_name("HOST")
      ->check(not_empty());
  app.add_option("--port", options->port, "The port; 0 for any free one; 8042 unless you say otherwise")
      ->type_name("PORT")
      ->transform(whole_number(0));
  app.add_option("--start-timeout", options->start_timeout,
                 "How long a service may take until it is ready; 10s unless you say otherwise")
      ->type_name("DURATION")
      ->check(duration());
  app.add_option("--answer-timeout", options->answer_timeout,
                 "How long a service may take to begin its answer; 60s unless you say otherwise")
      ->type_name("DURATION")
      ->check(duration());
  app.add_option("--idle-timeout", options->idle_timeout,
                 "How long a service is kept of which nothing is asked; 650s unless you say otherwise")
      ->type_name("DURATION")
      ->check(duration());
  app.add_flag("--no-auth", options->no_auth, "Let everyone on this machine in, without the token");
  commands.push_back({.app = &app,
                      .run =
                          [=, &app](Context& context) {
                            options->home_named = app.get_parent()->get_option("--home")->count() > 0 ||
                                                  context.environment.get("LOCKER_HOME").has_value();
                            return writer_module().serve(*options, context, lines_of(context));
                          },
                      .exit_codes = {11},
                      .stops_when_asked = &always,
                      .patience = kPatience,
                      .late_code = exit_code::kDone});
}

void declare_connector_process(CLI::App& app, std::vector<Command>& commands) {
  auto connector = std::make_shared<std::string>();
  app.add_option("connector", *connector, "Its id")->required();
  commands.push_back(
      {.app = &app,
       .run = [=](Context& context) { return writer_module().connector_process(*connector, context); },
       .exit_codes = {},
       .stops_when_asked = &always,
       .patience = kPatience});
}

}  // namespace locker::cli
