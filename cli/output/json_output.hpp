#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/context.hpp"

namespace locker::cli {

/// Writes a value and a line break to standard output (`--json`): on one line, or with `indent` columns per
/// level. Invalid UTF-8 is replaced; on a terminal, what could steer it is escaped (terminal_json.hpp).
void print_json(const nlohmann::json& value, Context& context, int indent = -1);

}  // namespace locker::cli
