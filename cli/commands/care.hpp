#pragma once

#include <string>

#include "cli/context.hpp"

namespace locker::cli {

int run_verify(Context& context);

struct BackupOptions {
  std::string file;
};
int run_backup(const BackupOptions& options, Context& context);

struct ForgetOptions {
  std::string what;  ///< a reference, or an account
  bool yes = false;  ///< do not ask before an account is erased
};
int run_forget(const ForgetOptions& options, Context& context);

struct BudgetOptions {
  std::string account;
  std::string amount;  ///< dollars, or `none`; empty: show it
};
int run_budget(const BudgetOptions& options, Context& context);

}  // namespace locker::cli
