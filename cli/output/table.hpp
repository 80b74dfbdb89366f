#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

/// A table for display. Columns are as wide as their content in terminal columns; on a terminal the table is
/// fitted to its width by shrinking the columns named by make_shrinkable(), then the widest one, with an
/// ellipsis where text is cut. All content is made printable.
class Table {
 public:
  Table(std::vector<std::string> head, std::size_t widest);
  void add(std::vector<std::string> row);
  /// Aligns a column to the right, as for numbers.
  void align_right(std::size_t column);
  /// Names a column to shrink before the widest one, down to `least`. `keeps_end`: its texts are cut in the
  /// middle.
  void make_shrinkable(std::size_t column, int least, bool keeps_end = false);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  /// Prints the rows, below the head if it was not printed yet; nothing if there are no rows.
  void print(std::ostream& out, const Terminal& terminal);
  void clear() { rows_.clear(); }

 private:
  struct Shrinkable {
    std::size_t column;
    int least;
  };

  [[nodiscard]] std::vector<int> widths(const Terminal& terminal) const;
  void print_row(std::ostream& out, const std::vector<std::string>& row,
                 const std::vector<int>& widths) const;

  std::vector<std::string> head_;
  std::size_t widest_;
  std::vector<bool> right_;
  std::vector<bool> keeps_end_;
  std::vector<Shrinkable> shrinkable_;
  std::vector<std::vector<std::string>> rows_;
  bool head_is_printed_ = false;
};

}  // namespace locker::cli
