#pragma once

#include "cli/commands/auth.hpp"
#include "cli/commands/care.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/commands/exchange.hpp"
#include "cli/commands/import.hpp"
#include "cli/commands/serve.hpp"
#include "cli/commands/sync.hpp"

namespace locker::cli {

/// The commands that write or talk to services. They live in a module of their own (with the HTTP
/// client, libcrypto, the JSON reader), which is opened on first use: a query does not pay for them.
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

/// Opens the module beside the program (build tree) or in ../lib/locker (installed).
/// Throws Error{internal} naming where it was looked for.
[[nodiscard]] const WriterModule& writer_module();

}  // namespace locker::cli
