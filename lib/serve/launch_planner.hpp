#pragma once

#include <filesystem>
#include <string>

#include "lib/base/home.hpp"
#include "lib/serve/access_control.hpp"
#include "lib/serve/process/supervisor.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// Determines how a service is started: steps 1 and 3 of the startup sequence.
class LaunchPlanner {
 public:
  /// `program` is the executable for the processes of compiled-in connectors.
  LaunchPlanner(const Home& home, std::filesystem::path program, const Services& services,
                AccessControl& access_control)
      : home_(home), program_(std::move(program)), services_(services), access_control_(access_control) {}

  /// Returns the command and the process info. Throws ServiceFailure{502} for a service without a run
  /// command.
  [[nodiscard]] LaunchPlan plan(const std::string& id, int port) const;

 private:
  [[nodiscard]] std::string process_info(const Service& service, int port, const Grant& grant) const;

  const Home& home_;
  const std::filesystem::path program_;
  const Services& services_;
  AccessControl& access_control_;
};

}  // namespace locker::serve
