#pragma once

#include <filesystem>

#include "cli/context.hpp"

namespace locker::cli {

struct DoctorOptions {
  bool online = false;           ///< ask the services too, for nothing that costs
  std::filesystem::path config;  ///< the configuration file that is read; empty: none can be
};
int run_doctor(const DoctorOptions& options, Context& context);

}  // namespace locker::cli
