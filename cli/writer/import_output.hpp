#pragma once

#include <memory>

#include "cli/context.hpp"
#include "lib/import/run.hpp"

namespace locker::cli {

/// How an import shows itself: a bar on a terminal while it runs, a line a member at its end.
class ImportOutput : public imports::Progress {
 public:
  virtual void end(const imports::Report& report, int exit_code) = 0;
};

[[nodiscard]] std::unique_ptr<ImportOutput> make_import_output(Context& context);

}  // namespace locker::cli
