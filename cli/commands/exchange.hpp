#pragma once

#include <string>

#include "cli/context.hpp"

namespace locker::cli {

/// The formats of an export, the default first.
[[nodiscard]] const std::vector<std::string>& export_forms();

struct ExportOptions {
  std::string folder;  ///< `-`: standard output
  std::string form = "jsonl";
  bool no_media = false;
};
int run_export(const ExportOptions& options, Context& context);

struct RestoreOptions {
  std::string from;  ///< an export's folder or file; `-`: standard input
};
int run_restore(const RestoreOptions& options, Context& context);

}  // namespace locker::cli
