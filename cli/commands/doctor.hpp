#pragma once

#include <filesystem>

#include "cli/context.hpp"

namespace locker::cli {

struct DoctorOptions {
  bool online = false;           ///< contact the services too, with free requests only
  std::filesystem::path config;  ///< path of the configuration file; empty: none
};
int run_doctor(const DoctorOptions& options, Context& context);

}  // namespace locker::cli
