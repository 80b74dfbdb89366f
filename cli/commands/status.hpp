#pragma once

#include "cli/context.hpp"

namespace locker::cli {

int run_status(Context& context);

}  // namespace locker::cli
