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

/// A value of SQL: null, integer, real, text (blobs come as text of their bytes in hex).
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// What ends a statement before its end.
struct SqlBounds {
  std::chrono::milliseconds longest{};  ///< its rows taken; 0: as long as it takes
  std::stop_token stop;
};

/// Runs one statement that returns rows and only reads (`query --sql`). Anything else (writing,
/// ATTACH, a PRAGMA that sets, transactions, loading extensions, a second statement) is refused
/// before it does anything, by SQLite's authorizer on a connection that cannot write either.
/// `head` is called once with the column names before the first row; `row` until it returns false.
/// Throws Error{usage} with SQLite's own words, or where it took too long; Error{interrupted} on a stop.
void run_sql(const Home& home, const std::string& statement,
             const std::function<void(const std::vector<std::string>&)>& head,
             const std::function<bool(const std::vector<SqlValue>&)>& row, const SqlBounds& bounds = {});

}  // namespace locker::store
