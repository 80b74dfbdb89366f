#include "cli/output/table.hpp"

#include <algorithm>
#include <numeric>

#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

constexpr int kGap = 2;
constexpr int kLeast = 8;

}  // namespace

Table::Table(std::vector<std::string> head, std::size_t widest)
    : head_(std::move(head)), widest_(widest), right_(head_.size(), false), keeps_end_(head_.size(), false) {
  for (auto& title : head_)
    std::ranges::transform(title, title.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
}

void Table::add(std::vector<std::string> row) {
  for (auto& text : row) text = text::printable(text);
  row.resize(head_.size());
  rows_.push_back(std::move(row));
}

void Table::align_right(std::size_t column) { right_[column] = true; }

void Table::make_shrinkable(std::size_t column, int least, bool keeps_end) {
  shrinkable_.push_back({column, least});
  keeps_end_[column] = keeps_end;
}

std::vector<int> Table::widths(const Terminal& terminal) const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < head_.size(); ++i) {
    int width = text::display_width(head_[i]);
    for (const auto& row : rows_) width = std::max(width, text::display_width(row[i]));
    widths.push_back(width);
  }
  if (!terminal.is_tty) return widths;
  const auto total = [&] {
    return std::accumulate(widths.begin(), widths.end(), kGap * (static_cast<int>(widths.size()) - 1));
  };
  const auto give = [&](int& width, int least = kLeast) {
    width = std::max(std::min(width, least), width - std::max(0, total() - terminal.columns));
  };
  for (const auto& [column, least] : shrinkable_) give(widths[column], least);
  if (widest_ < widths.size()) give(widths[widest_]);
  for (std::size_t i = widths.size(); i-- > 0;)
    if (total() > terminal.columns) give(widths[i]);
  // If the columns do not fit, the widest ones share the available width.
  for (auto widest = std::ranges::max_element(widths); total() > terminal.columns && *widest > 1;
       widest = std::ranges::max_element(widths))
    --*widest;
  return widths;
}

void Table::print_row(std::ostream& out, const std::vector<std::string>& row,
                      const std::vector<int>& widths) const {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string text =
        keeps_end_[i] ? text::shortened(row[i], widths[i]) : text::truncated(row[i], widths[i]);
    const auto padding = static_cast<std::size_t>(std::max(0, widths[i] - text::display_width(text)));
    if (i > 0) line.append(kGap, ' ');
    if (right_[i]) line.append(padding, ' ');
    line += text;
    if (!right_[i]) line.append(padding, ' ');
  }
  line.resize(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

void Table::print(std::ostream& out, const Terminal& terminal) {
  if (rows_.empty()) return;
  const auto columns = widths(terminal);
  if (!head_is_printed_) {
    if (terminal.colour) out << "\x1b[1m";
    print_row(out, head_, columns);
    if (terminal.colour) out << "\x1b[0m";
    head_is_printed_ = true;
  }
  for (const auto& row : rows_) print_row(out, row, columns);
}

}  // namespace locker::cli
