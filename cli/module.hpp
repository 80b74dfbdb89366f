#pragma once

#include "cli/commands/auth.hpp"
#include "cli/commands/care.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/commands/exchange.hpp"
#include "cli/commands/import.hpp"
#include "cli/commands/serve.hpp"
#include "cli/commands/sync.hpp"

namespace locker::cli {

/// The commands that write or contact services. They are in a shared module of their own (with the HTTP
/// client, libcrypto and the JSON parser) that is loaded on first use, so that a query starts without it.
struct WriterModule {
  int (*auth)(const AuthOptions&, Context&);
  int (*auth_status)(Context&);
  int (*auth_refresh)(const AuthAccountOptions&, Context&);
  int (*auth_logout)(const AuthAccountOptions&, Context&);
  int (*sync)(const SyncOptions&, Context&);
  int (*import)(const ImportOptions&, Context&);
  int (*verify)(Context&);
  int (*backup)(const BackupOptions&, Context&);
  int (*forget)(const ForgetOptions&, Context&);
  int (*budget)(const BudgetOptions&, Context&);
  int (*dump)(Context&);
  int (*export_all)(const ExportOptions&, Context&);
  int (*restore)(const RestoreOptions&, Context&);
  int (*doctor)(const DoctorOptions&, Context&);
  int (*serve)(const ServeOptions&, Context&, const serve::RunLine&);
  int (*connector_process)(const std::string&, Context&);
};

/// Loads the module from beside the program (build tree) or from ../lib/locker (installed).
/// Throws Error{internal} naming where it was looked for.
[[nodiscard]] const WriterModule& writer_module();

}  // namespace locker::cli
