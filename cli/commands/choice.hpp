#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/store/database.hpp"

namespace locker::cli {

/// Resolves names typed by the user to names in the store. Each function throws Error{usage} with a
/// suggestion for a name that neither a connector nor the archive has.
struct Choice {
  const store::Database& database;
  const Context& context;

  /// Account ids; a connector's name stands for all of its accounts.
  [[nodiscard]] std::vector<std::string> sources(const std::vector<std::string>& names) const;
  /// `status`, `status/twitter`.
  [[nodiscard]] std::vector<std::string> types(const std::vector<std::string>& names) const;
  /// `likes`, `list-members` with all its parts, `list-members/12`.
  [[nodiscard]] std::vector<std::string> streams(const std::vector<std::string>& names) const;
};

}  // namespace locker::cli
