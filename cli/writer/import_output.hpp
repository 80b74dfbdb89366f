#pragma once

#include <memory>
#include <optional>

#include "cli/context.hpp"
#include "lib/import/run.hpp"
#include "lib/media/fetch.hpp"

namespace locker::cli {

/// How an import shows itself: a bar on a terminal while it runs, a line a member at its end.
class ImportOutput : public imports::Progress {
 public:
  virtual void end(const imports::Report& report, int exit_code) = 0;
  /// The end of a dry run. `to_fetch` is absent where media were not asked for.
  virtual void end_of_dry_run(const imports::Report& report, const std::optional<media::Plan>& to_fetch) = 0;
};

[[nodiscard]] std::unique_ptr<ImportOutput> make_import_output(Context& context);

}  // namespace locker::cli
