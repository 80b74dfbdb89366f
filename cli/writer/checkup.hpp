#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/store/database.hpp"
#include "lib/store/status.hpp"

namespace locker::cli {

/// One thing that was looked at.
struct Finding {
  std::string account;  ///< empty: the whole locker
  std::string what;     ///< `home`, `database`, `token`, ...
  bool is_well = true;
  std::string message;
  std::string next;  ///< what to do, where it is not well
};
using Findings = std::vector<Finding>;

/// Permissions, disk space, the configuration file (empty: none can be), locks, the server.
void check_home(Findings& findings, const std::filesystem::path& config, const Context& context);
/// Structure, schema and clock.
void check_database(Findings& findings, const store::Database& database, const Context& context);
/// Sign-in, scopes, budget, last runs, names.
void check_account(Findings& findings, const store::Database& database, const store::AccountStatus& account,
                   const Context& context);
/// Whether the service can be reached, and whether its clock agrees. Nothing that is charged is asked.
void check_service(Findings& findings, const std::string& account, Context& context);

}  // namespace locker::cli
