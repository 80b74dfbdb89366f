#include "cli/output/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

/// Returns the width of the widest line of a table with that many columns, each as wide as the terminal or
/// wider.
int width_of(std::size_t columns, int terminal_columns) {
  std::vector<std::string> head;
  for (std::size_t i = 0; i < columns; ++i) head.push_back("column" + std::to_string(i));
  Table table(head, columns - 1);
  table.add(std::vector<std::string>(columns, std::string(100, 'x')));
  std::ostringstream out;
  Terminal terminal;
  terminal.is_tty = true;
  terminal.columns = terminal_columns;
  table.print(out, terminal);
  std::istringstream lines(out.str());
  int widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, text::display_width(line));
  return widest;
}

TEST(Table, fits_the_terminal_however_many_columns_it_has) {
  for (const std::size_t columns : {1, 4, 8, 9, 13, 27}) EXPECT_EQ(width_of(columns, 80), 80) << columns;
}

TEST(Table, keeps_a_sign_of_each_column_where_the_terminal_is_too_narrow_for_them) {
  EXPECT_EQ(width_of(13, 20), 13 + 12 * 2);
}

}  // namespace
}  // namespace locker::cli
