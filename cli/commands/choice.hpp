#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/store/database.hpp"

namespace locker::cli {

/// What a person names, as the store knows it. Each throws Error{usage} with a suggestion for what
/// neither a connector states nor the archive holds.
struct Choice {
  const store::Database& database;
  const Context& context;

  /// Account ids; a connector's name means all of its accounts.
  [[nodiscard]] std::vector<std::string> sources(const std::vector<std::string>& names) const;
  /// `status`, `status/twitter`.
  [[nodiscard]] std::vector<std::string> types(const std::vector<std::string>& names) const;
  /// `likes`, `list-members` with all its parts, `list-members/12`.
  [[nodiscard]] std::vector<std::string> streams(const std::vector<std::string>& names) const;
};

}  // namespace locker::cli
