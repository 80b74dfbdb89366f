#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/store/database.hpp"
#include "lib/store/status.hpp"

namespace locker::cli {

/// The result of one check.
struct Finding {
  std::string account;  ///< empty: the whole locker
  std::string what;     ///< `home`, `database`, `token`, ...
  bool is_well = true;
  std::string message;
  std::string next;  ///< next step; empty if it is well
};
using Findings = std::vector<Finding>;

/// Checks permissions, disk space, the configuration file (empty: none), locks and the server.
void check_home(Findings& findings, const std::filesystem::path& config, const Context& context);
/// Checks structure, schema and clock.
void check_database(Findings& findings, const store::Database& database, const Context& context);
/// Checks sign-in, scopes, budget, last runs and names.
void check_account(Findings& findings, const store::Database& database, const store::AccountStatus& account,
                   const Context& context);
/// Checks whether the service can be reached and whether its clock agrees, with free requests only.
void check_service(Findings& findings, const std::string& account, Context& context);

}  // namespace locker::cli
