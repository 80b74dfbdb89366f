#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/store/database.hpp"

namespace locker::media {

struct Checked {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
  std::vector<std::string> problems;  ///< one line each, naming the file and who shows it
};

/// Reads every kept file and compares it with what came in.
[[nodiscard]] Checked check_files(const store::Database& database, const std::stop_token& stop);

}  // namespace locker::media
