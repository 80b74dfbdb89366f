#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <vector>

#include "lib/base/home.hpp"

namespace locker::test {

/// Returns all rows of a query as a plain SQLite client sees them, with columns joined by `|`.
inline std::vector<std::string> rows(const Home& home, const std::string& sql) {
  SQLite::Database database(home.database().string(), SQLite::OPEN_READONLY, 10'000);
  SQLite::Statement statement(database, sql);
  std::vector<std::string> result;
  while (statement.executeStep()) {
    std::string row;
    for (int column = 0; column < statement.getColumnCount(); ++column) {
      if (column > 0) row += '|';
      row += statement.getColumn(column).getString();
    }
    result.push_back(row);
  }
  return result;
}

}  // namespace locker::test
