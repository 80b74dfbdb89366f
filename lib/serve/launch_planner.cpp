#include "lib/serve/launch_planner.hpp"

#include <utility>

#include "lib/serve/words.hpp"

namespace locker::serve {

LaunchPlan LaunchPlanner::plan(const std::string& id, int port) const {
  const auto service = services_.find(id);
  const auto command = service ? services_.run_command(*service) : std::nullopt;
  auto words = words_of(command.value_or(std::string()));
  if (words.empty()) throw ServiceFailure(502, "no-run-command", id + " has no run command");
  LaunchPlan plan;
  if (service->native) {
    home_.create_account(id);
    words.front() = program_.string();
    plan.launch.is_own = true;
    plan.launch.directory = service->folder;
  } else {
    plan.launch.directory = home_.root() / text_of(service->me, "srcdir");
  }
  plan.launch.command = std::move(words);
  const Grant grant = access_control_.grant(id);
  plan.info = process_info(*service, port, grant);
  plan.key = grant.key;
  plan.core_port = access_control_.port();
  return plan;
}

/// Returns one line for the process's standard input.
std::string LaunchPlanner::process_info(const Service& service, int port, const Grant& grant) const {
  return Object{{"port", port},
                {"workingDirectory", service.folder.string()},
                {"lockerUrl", grant.url},
                {"key", grant.key},
                {"base", access_control_.base()},
                {"id", service.id},
                {"home", std::filesystem::absolute(home_.root()).string()}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace locker::serve
