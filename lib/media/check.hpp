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
  std::vector<std::string> problems;  ///< one line each, naming the file and its record
};

/// Reads every stored file and compares it with its recorded size and digest.
[[nodiscard]] Checked check_files(const store::Database& database, const std::stop_token& stop);

}  // namespace locker::media
