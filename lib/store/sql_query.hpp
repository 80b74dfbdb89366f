#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/base/home.hpp"

namespace locker::store {

/// An SQL value: null, integer, real, or text (a blob is the hex digits of its bytes).
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// What stops a statement early.
struct SqlBounds {
  std::chrono::milliseconds longest{};  ///< time limit, including the time spent on its rows; 0: none
  std::stop_token stop;
};

/// Runs one statement that returns rows and only reads (`query --sql`). Rejects anything else (writing,
/// ATTACH, a PRAGMA that sets, transactions, loading extensions, a second statement) before it has any
/// effect, with SQLite's authorizer on a connection that is also read-only. Calls `head` once with the column
/// names before the first row, and `row` until it returns false.
/// Throws Error{usage} with SQLite's message or on a timeout, Error{interrupted} on a stop.
void run_sql(const Home& home, const std::string& statement,
             const std::function<void(const std::vector<std::string>&)>& head,
             const std::function<bool(const std::vector<SqlValue>&)>& row, const SqlBounds& bounds = {});

}  // namespace locker::store
