#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

/// How a column's value is written in an exported line.
enum class Spelling {
  text,
  name,  ///< a text shared by many rows, such as an account or a type
  number,
  truth,
  instant,  ///< milliseconds in the database, RFC 3339 in the export
  bytes,    ///< hexadecimal digits in the export
  json,     ///< verbatim
  handle,   ///< only for readers of the export: the handle of the person whose id is in the column
};

struct ExchangeColumn {
  const char* name;
  Spelling spelling;
};

/// One kind of line of an export: its columns, the query that reads them, and the statements that import
/// them. Column n of `select` is bound to parameter n+1 of every `insert`.
struct ExchangeKind {
  const char* name;
  std::vector<ExchangeColumn> columns;
  const char* select;
  std::vector<const char*> inserts;
};

/// Returns all kinds in the order in which they are exported and imported: referenced rows come first. They
/// cover everything in the logical dump plus the ledger, counters, names and media; they leave out what a
/// service reported about addresses that are requested again (table `validator`), and the day's list of
/// charged resources.
[[nodiscard]] const std::vector<ExchangeKind>& exchange_kinds();

/// Calls `take` for each row of all kinds, read in one transaction.
void export_rows(const Database& database,
                 const std::function<void(const ExchangeKind& kind, const Scan& row)>& take);

}  // namespace locker::store
