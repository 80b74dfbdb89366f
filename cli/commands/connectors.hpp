#pragma once

#include <string>

#include "cli/context.hpp"

namespace locker::cli {

int run_connectors(Context& context);

struct ConnectorsInstallOptions {
  std::string folder;
  std::string id;     ///< empty: the manifest's name
  bool link = false;  ///< run it in place instead of copying it
};
int run_connectors_install(const ConnectorsInstallOptions& options, Context& context);
int run_connectors_remove(const std::string& id, Context& context);

}  // namespace locker::cli
