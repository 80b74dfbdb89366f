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

/// Parses a format name; without one, `--json` means JSON, a terminal means a table, and anything else TSV.
/// Throws Error{usage} with a suggestion for an unknown name.
[[nodiscard]] Format choose_format(std::string_view name, const Context& context);
[[nodiscard]] const std::vector<std::string>& format_names();

/// Writes rows with the same columns in a format. `end()` completes the output; the header line and the
/// brackets of JSON are written even without rows.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void row(const std::vector<Cell>& cells) = 0;
  /// Passes everything written so far to the reader, for output that is followed.
  virtual void flush() = 0;
  virtual void end() = 0;
};

/// `widest`: the column to shrink if a table does not fit the terminal.
[[nodiscard]] std::unique_ptr<RowWriter> make_row_writer(Format format, std::vector<std::string> columns,
                                                         std::size_t widest, Context& context);

}  // namespace locker::cli
