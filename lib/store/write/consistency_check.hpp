#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/store/write/statements.hpp"

namespace locker::store {

/// Reports one problem: what is wrong, and with which record, if it concerns one.
using ProblemCallback = std::function<void(std::string_view what, std::optional<std::int64_t> record)>;

/// Cross-checks records, versions, memberships and changes, which partly state the same facts. Reads some
/// thousand rows per transaction, and keeps none in memory.
void check_consistency(Statements& statement, const ProblemCallback& tell, const std::stop_token& stop);

}  // namespace locker::store
