#include <sys/prctl.h>
#include <sys/resource.h>

#include "cli/module.hpp"
#include "lib/base/memory.hpp"
#include "lib/store/dump.hpp"

namespace locker::cli {
namespace {

/// The logical dump, for tests that compare archives (`locker __dump`).
int run_dump(Context& context) {
  store::dump(store::Database::open_for_reading(context.home),
              [&](std::string_view line) { context.out << line << '\n'; });
  return 0;
}

/// These commands hold tokens in memory, which must not be written to a core file.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace
}  // namespace locker::cli

extern "C" __attribute__((visibility("default"))) const locker::cli::WriterModule* locker_writer_module() {
  using namespace locker::cli;
  static constexpr WriterModule kModule{
      &run_auth,    &run_auth_status, &run_auth_refresh, &run_auth_logout,      &run_sync, &run_import,
      &run_verify,  &run_backup,      &run_forget,       &run_budget,           &run_dump, &run_export,
      &run_restore, &run_doctor,      &run_serve,        &run_connector_process};
  forbid_core_dumps();
  locker::keep_freed_memory();
  return &kModule;
}
