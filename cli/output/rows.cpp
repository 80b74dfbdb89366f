#include "cli/output/rows.hpp"

#include <algorithm>

#include "cli/output/output_error.hpp"
#include "cli/output/row_output.hpp"
#include "cli/output/table.hpp"
#include "cli/output/terminal_json.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

class JsonRows : public RowWriter {
 public:
  JsonRows(Context& context, const std::vector<std::string>& columns, bool lines)
      : out_(row_output(context)), for_terminal_(context.out_terminal.is_tty), lines_(lines) {
    for (const auto& column : columns) {
      std::string& key = keys_.emplace_back(keys_.empty() ? "{" : ",");
      append_json_string(key, column);
      key += ':';
    }
    if (!lines_) out_.text() += '[';
  }

  void row(const std::vector<Cell>& cells) override {
    std::string& text = out_.text();
    if (!lines_) text += first_ ? "\n" : ",\n";
    first_ = false;
    const std::size_t begin = text.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += keys_[i];
      append_json(text, cells[i]);
    }
    text += cells.empty() ? "{}" : "}";
    if (for_terminal_) text.replace(begin, std::string::npos, terminal_json(text.substr(begin)));
    if (lines_) text += '\n';
    out_.flush_if_full();
  }

  void flush() override { out_.flush(); }
  void end() override {
    if (!lines_) out_.text() += first_ ? "]\n" : "\n]\n";
    flush();
  }

 private:
  BlockOutput out_;
  bool for_terminal_, lines_;
  bool first_ = true;
  std::vector<std::string> keys_;  ///< with the surrounding punctuation
};

/// Appends a field by RFC 4180: quoted if necessary, with quotes doubled.
void append_csv(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

void append_tsv(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\t')
      out += "\\t";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\\')
      out += "\\\\";
    else
      out += c;
  }
}

class SeparatedRows : public RowWriter {
 public:
  using Append = void (*)(std::string&, std::string_view);
  SeparatedRows(Context& context, const std::vector<std::string>& columns, char separator,
                const char* line_end, Append append)
      : out_(row_output(context)),
        for_terminal_(context.out_terminal.is_tty),
        separator_(separator),
        line_end_(line_end),
        append_(append) {
    const std::vector<Cell> head(columns.begin(), columns.end());
    SeparatedRows::row(head);
  }

  void row(const std::vector<Cell>& cells) override {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out_.text() += separator_;
      value_.clear();
      append_plain(value_, cells[i]);
      if (for_terminal_) value_ = text::printable(value_, true);
      append_(out_.text(), value_);
    }
    out_.text() += line_end_;
    out_.flush_if_full();
  }
  void flush() override { out_.flush(); }
  void end() override { flush(); }

 private:
  BlockOutput out_;
  std::string value_;
  bool for_terminal_;
  char separator_;
  const char* line_end_;
  Append append_;
};

/// A table is as wide as its content, so rows are buffered; but only up to a block of rows. The next block
/// has column widths of its own.
class TableRows : public RowWriter {
 public:
  TableRows(std::vector<std::string> columns, std::size_t widest, Context& context)
      : table_(std::move(columns), widest), context_(context) {}
  void row(const std::vector<Cell>& cells) override {
    std::vector<std::string> texts;
    for (const auto& cell : cells) texts.push_back(plain(cell));
    table_.add(std::move(texts));
    if (table_.size() == kBlock) flush();
  }
  void flush() override {
    table_.print(context_.out, context_.out_terminal);
    table_.clear();
    context_.out.flush();
    if (!context_.out) throw output_error();
  }
  void end() override { flush(); }

 private:
  static constexpr std::size_t kBlock = 1'000;

  Table table_;
  Context& context_;
};

}  // namespace

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> kNames{"table", "json", "jsonl", "csv", "tsv"};
  return kNames;
}

Format choose_format(std::string_view name, const Context& context) {
  if (name.empty()) {
    if (context.json) return Format::json;
    return context.out_terminal.is_tty ? Format::table : Format::tsv;
  }
  const auto found = std::ranges::find(format_names(), name);
  if (found == format_names().end())
    throw Error(ErrorKind::usage, "there is no format \"" + std::string(name) + "\"",
                suggestion_hint(name, format_names()));
  const auto format = static_cast<Format>(found - format_names().begin());
  if (context.json && format != Format::json && format != Format::jsonl)
    throw Error(ErrorKind::usage, "--json does not go with --format " + std::string(name),
                "leave out one of them");
  return format;
}

std::unique_ptr<RowWriter> make_row_writer(Format format, std::vector<std::string> columns,
                                           std::size_t widest, Context& context) {
  switch (format) {
    case Format::json:
    case Format::jsonl:
      return std::make_unique<JsonRows>(context, columns, format == Format::jsonl);
    case Format::csv:
      return std::make_unique<SeparatedRows>(context, columns, ',', "\r\n", &append_csv);
    case Format::tsv:
      return std::make_unique<SeparatedRows>(context, columns, '\t', "\n", &append_tsv);
    case Format::table:
      break;
  }
  return std::make_unique<TableRows>(std::move(columns), widest, context);
}

}  // namespace locker::cli
