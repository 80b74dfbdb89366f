#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/store/write/statements.hpp"

namespace locker::store {

/// Tells one problem: what is wrong, and with which record, if it is one's.
using TellProblem = std::function<void(std::string_view what, std::optional<std::int64_t> record)>;

/// Holds records, versions, memberships and changes against each other: each says in part what the others
/// say. Reads some thousand rows in a transaction, and keeps none.
void check_consistency(Statements& statement, const TellProblem& tell, const std::stop_token& stop);

}  // namespace locker::store
