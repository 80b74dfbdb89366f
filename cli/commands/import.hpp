#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

struct ImportOptions {
  std::string connector;
  std::vector<std::string> files;
  std::string account;       ///< empty: the account that the archive belongs to
  bool private_too = false;  ///< import private material too
  bool media = false;        ///< fetch photos and videos of own posts that are missing in the archive
  bool dry_run = false;      ///< store nothing, send nothing: report what an import would do
};
int run_import(const ImportOptions& options, Context& context);

}  // namespace locker::cli
