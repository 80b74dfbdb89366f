#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

struct HistoryOptions {
  std::string reference;  ///< empty: all changes
  std::string thread;     ///< a reference; selects its conversation
  std::string since;
  std::vector<std::string> sources, types;
  bool diff = false;
  bool follow = false;
  std::optional<long> after;
  std::optional<long> limit;
  bool all = false;
  std::string format;
  std::vector<std::string> fields;
};
int run_history(const HistoryOptions& options, Context& context);

}  // namespace locker::cli
