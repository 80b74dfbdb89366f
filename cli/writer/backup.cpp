#include "lib/store/write/backup.hpp"

#include <nlohmann/json.hpp>

#include "cli/commands/care.hpp"
#include "cli/output/json_output.hpp"
#include "lib/base/counted.hpp"
#include "lib/base/home.hpp"

namespace locker::cli {

int run_backup(const BackupOptions& options, Context& context) {
  const auto result = store::backup(context.home, options.file, context.stop);
  if (context.json)
    print_json({{"file", options.file},
                {"bytes", result.bytes},
                {"records", result.records},
                {"versions", result.versions}},
               context);
  else if (!context.quiet)
    context.out << options.file << ": " << counted(result.records, "record", "records") << ", "
                << counted(result.versions, "version", "versions") << ", " << result.bytes
                << " bytes, checked\n";
  return 0;
}

}  // namespace locker::cli
