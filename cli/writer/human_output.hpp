#pragma once

#include <memory>
#include <set>
#include <string>

#include "cli/writer/sync_output.hpp"

namespace locker::cli {

/// Returns human-readable output: a line per finished stream and a summary per account, and on a terminal
/// also a status line with the progress of each running account. Omits costs for `free_accounts`.
[[nodiscard]] std::unique_ptr<SyncOutput> make_human_output(Context& context,
                                                            std::set<std::string> free_accounts);

}  // namespace locker::cli
