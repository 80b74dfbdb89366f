#pragma once

#include "cli/context.hpp"

namespace locker::cli {

int run_status(Context& context);
int run_connectors(Context& context);

}  // namespace locker::cli
