#include "cli/output/rows.hpp"

#include <algorithm>

#include "cli/output/output_error.hpp"
#include "cli/output/table.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"

namespace locker::cli {
namespace {

constexpr std::size_t kBuffer = 1 << 16;

/// Gathers output, so that a million rows are some thousand writes.
class Buffered : public RowWriter {
 public:
  explicit Buffered(std::ostream& out) : out_(out) {}
  void end() override { flush(); }
  void flush() override {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    out_.flush();
    buffer_.clear();
    if (!out_) throw output_error();
  }

 protected:
  void flush_if_full() {
    if (buffer_.size() >= kBuffer) flush();
  }
  std::string buffer_;

 private:
  std::ostream& out_;
};

class JsonRows : public Buffered {
 public:
  JsonRows(std::ostream& out, std::vector<std::string> columns, bool lines) : Buffered(out), lines_(lines) {
    for (const auto& column : columns) {
      keys_.emplace_back();
      append_json_string(keys_.back(), column);
      keys_.back() += ':';
    }
    if (!lines_) buffer_ += '[';
  }

  void row(const std::vector<Cell>& cells) override {
    if (!lines_) buffer_ += first_ ? "\n" : ",\n";
    first_ = false;
    buffer_ += '{';
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) buffer_ += ',';
      buffer_ += keys_[i];
      append_json(buffer_, cells[i]);
    }
    buffer_ += lines_ ? "}\n" : "}";
    flush_if_full();
  }

  void end() override {
    if (!lines_) buffer_ += first_ ? "]\n" : "\n]\n";
    Buffered::end();
  }

 private:
  bool lines_;
  bool first_ = true;
  std::vector<std::string> keys_;
};

/// RFC 4180: quoted where it must be, lines end in CRLF.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

std::string tsv_field(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\t')
      escaped += "\\t";
    else if (c == '\n')
      escaped += "\\n";
    else if (c == '\\')
      escaped += "\\\\";
    else
      escaped += c;
  }
  return escaped;
}

class SeparatedRows : public Buffered {
 public:
  using Field = std::string (*)(const std::string&);
  SeparatedRows(std::ostream& out, const std::vector<std::string>& columns, char separator,
                const char* line_end, Field field)
      : Buffered(out), separator_(separator), line_end_(line_end), field_(field) {
    std::vector<Cell> head(columns.begin(), columns.end());
    SeparatedRows::row(head);
  }

  void row(const std::vector<Cell>& cells) override {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) buffer_ += separator_;
      buffer_ += field_(plain(cells[i]));
    }
    buffer_ += line_end_;
    flush_if_full();
  }

 private:
  char separator_;
  const char* line_end_;
  Field field_;
};

class TableRows : public RowWriter {
 public:
  TableRows(std::vector<std::string> columns, std::size_t widest, Context& context)
      : empty_(std::move(columns), widest), table_(empty_), context_(context) {}
  void row(const std::vector<Cell>& cells) override {
    std::vector<std::string> texts;
    for (const auto& cell : cells) texts.push_back(plain(cell));
    table_.add(std::move(texts));
  }
  void flush() override {
    table_.print(context_.out, context_.out_terminal);
    table_ = empty_;
    context_.out.flush();
    if (!context_.out) throw output_error();
  }
  void end() override { flush(); }

 private:
  const Table empty_;
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
  return static_cast<Format>(found - format_names().begin());
}

std::unique_ptr<RowWriter> make_row_writer(Format format, std::vector<std::string> columns,
                                           std::size_t widest, Context& context) {
  switch (format) {
    case Format::json:
    case Format::jsonl:
      return std::make_unique<JsonRows>(context.out, std::move(columns), format == Format::jsonl);
    case Format::csv:
      return std::make_unique<SeparatedRows>(context.out, columns, ',', "\r\n", &csv_field);
    case Format::tsv:
      return std::make_unique<SeparatedRows>(context.out, columns, '\t', "\n", &tsv_field);
    case Format::table:
      break;
  }
  return std::make_unique<TableRows>(std::move(columns), widest, context);
}

}  // namespace locker::cli
