#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.hpp"
#include "lib/rows/cell.hpp"

namespace locker::cli {

using rows::append_json;
using rows::append_json_string;
using rows::append_plain;
using rows::Cell;
using rows::plain;
using rows::RawJson;
using rows::text_or_nothing;

enum class Format { table, json, jsonl, csv, tsv };

/// `table`, `json`, …; what `--json` and the terminal choose where nothing is said: a table on a
/// terminal, else tab-separated. Throws Error{usage} with a suggestion for an unknown name.
[[nodiscard]] Format choose_format(std::string_view name, const Context& context);
[[nodiscard]] const std::vector<std::string>& format_names();

/// Writes rows of one shape in a format. `end()` completes the output; the head line and the
/// brackets of JSON come also where there is no row.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void row(const std::vector<Cell>& cells) = 0;
  /// What was written so far reaches the reader, for output that is followed.
  virtual void flush() = 0;
  virtual void end() = 0;
};

/// `widest` is the column that gives way when a table does not fit.
[[nodiscard]] std::unique_ptr<RowWriter> make_row_writer(Format format, std::vector<std::string> columns,
                                                         std::size_t widest, Context& context);

}  // namespace locker::cli
