#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

/// A table for a person: columns as wide as what they hold, counted in terminal columns; on a
/// terminal it fits its width, the widest column giving way if no other was named for it, with an ellipsis
/// where text was cut. Nothing in it reaches the terminal raw.
class Table {
 public:
  Table(std::vector<std::string> head, std::size_t widest);
  void add(std::vector<std::string> row);
  /// Columns whose texts stand at the right edge (numbers).
  void align_right(std::size_t column);
  /// A column that gives way before the widest one does, down to `least`; texts of such a column keep their
  /// end, being cut in the middle, where `keeps_end` is set.
  void give_way(std::size_t column, int least, bool keeps_end = false);
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  /// The rows, with the head above them where it was not printed yet; nothing where there is no row.
  void print(std::ostream& out, const Terminal& terminal);
  void clear() { rows_.clear(); }

 private:
  struct Giving {
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
  std::vector<Giving> giving_;
  std::vector<std::vector<std::string>> rows_;
  bool head_is_printed_ = false;
};

}  // namespace locker::cli
