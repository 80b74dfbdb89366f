#pragma once

#include <memory>
#include <set>
#include <string>

#include "cli/writer/sync_output.hpp"

namespace locker::cli {

/// For a person: on a terminal one line that shows where each account under way is, a line for each stream
/// that ends, a summary of each account; without a terminal (`-v`) the lines alone. Of `free_accounts`
/// nothing is said about money.
[[nodiscard]] std::unique_ptr<SyncOutput> make_person_output(Context& context,
                                                             std::set<std::string> free_accounts);

}  // namespace locker::cli
