#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

struct ImportOptions {
  std::string connector;
  std::vector<std::string> files;
  std::string account;       ///< empty: the one that the archive belongs to
  bool private_too = false;  ///< read what is private as well
  bool media = false;        ///< fetch the photos and films of one's own posts that are not in it
  bool dry_run = false;      ///< store nothing and ask nobody: say what it would be
};
int run_import(const ImportOptions& options, Context& context);

}  // namespace locker::cli
