#include <CLI/CLI.hpp>

#include "cli/commands/declare.hpp"
#include "cli/config_file.hpp"
#include "cli/module.hpp"

namespace locker::cli {

void declare_doctor(CLI::App& app, std::vector<Command>& commands) {
  app.footer(
      "Examples\n"
      "  locker doctor                           what is wrong, and what to do about it\n"
      "  locker doctor --online                  whether the services can be reached as well");
  auto options = std::make_shared<DoctorOptions>();
  app.add_flag("--online", options->online, "Ask the services as well, for nothing that costs");
  commands.push_back({.app = &app,
                      .run =
                          [=](Context& context) {
                            options->config = config_path(context.environment);
                            return writer_module().doctor(*options, context);
                          },
                      .exit_codes = {10},
                      .stops_when_asked = &always});
}

}  // namespace locker::cli
