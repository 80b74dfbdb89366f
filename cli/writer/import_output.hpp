#pragma once

#include <memory>
#include <optional>

#include "cli/context.hpp"
#include "lib/import/run.hpp"
#include "lib/media/fetch.hpp"

namespace locker::cli {

/// Output of an import: a progress bar on a terminal, and one line per member at the end.
class ImportOutput : public imports::Progress {
 public:
  virtual void end(const imports::Report& report, int exit_code) = 0;
  /// The end of a dry run. `to_fetch` is absent if media were not requested.
  virtual void end_of_dry_run(const imports::Report& report, const std::optional<media::Plan>& to_fetch) = 0;
};

[[nodiscard]] std::unique_ptr<ImportOutput> make_import_output(Context& context);

}  // namespace locker::cli
