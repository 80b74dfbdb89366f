#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

/// How a column is spelled in an exported line.
enum class Spelling {
  text,
  name,  ///< a text that many rows have: of an account, a type
  number,
  truth,
  instant,  ///< milliseconds here, RFC 3339 there
  bytes,    ///< hexadecimal digits there
  json,     ///< as it stands
  handle,   ///< only for a reader: the name of the person whose id is in the column
};

struct ExchangeColumn {
  const char* name;
  Spelling spelling;
};

/// One kind of line of an export: what it holds, where it comes from, and how it is put back. Column n of
/// `select` is parameter n+1 of every `insert`.
struct ExchangeKind {
  const char* name;
  std::vector<ExchangeColumn> columns;
  const char* select;
  std::vector<const char*> inserts;
};

/// All kinds, in the order in which they are written and put back: what is referred to comes first.
/// Everything of the logical dump, the ledger, counters, names and media are among them; what a service
/// said about addresses that are asked again, and the day's list of charged resources, are not.
[[nodiscard]] const std::vector<ExchangeKind>& exchange_kinds();

/// The rows of all kinds as they are at one moment.
void export_rows(const Database& database,
                 const std::function<void(const ExchangeKind& kind, const Scan& row)>& take);

}  // namespace locker::store
