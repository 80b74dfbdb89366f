#include "lib/exchange/lines.hpp"

#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/hex.hpp"
#include "lib/base/time.hpp"
#include "lib/exchange/progress.hpp"
#include "lib/foreign/document.hpp"
#include "lib/rows/cell.hpp"
#include "lib/store/exchange.hpp"
#include "lib/store/fields.hpp"
#include "lib/store/names.hpp"
#include "lib/store/schema.hpp"

namespace locker::exchange {
namespace {

using store::ExchangeColumn;
using store::ExchangeKind;
using store::Scan;
using store::Spelling;

void append_number(std::string& out, std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
  out.append(digits, end);
}

void append_bytes(std::string& out, std::string_view bytes) {
  out += '"';
  append_hex(out, bytes);
  out += '"';
}

bool has_line_break(std::string_view text) {
  return std::memchr(text.data(), '\n', text.size()) || std::memchr(text.data(), '\r', text.size());
}

/// A column, with the text before its value prepared.
struct Column {
  std::string lead, text_lead;
  Spelling spelling;
  // The last instant or name: nearly every row repeats the time of its page and the name of its account.
  std::int64_t last_instant = 0;
  std::string last_name, last_spelled;
};

/// Writes rows of one kind as lines.
class KindLines {
 public:
  KindLines(const ExchangeKind& kind, store::Names& names)
      : kind_(kind), names_(names), begin_(std::string("{\"kind\":\"") + kind.name + "\"") {
    for (const auto& column : kind.columns)
      columns_.push_back({std::string(",\"") + column.name + "\":",
                          std::string(",\"") + column.name + "_text\":",
                          column.spelling,
                          0,
                          {},
                          {}});
  }

  [[nodiscard]] const ExchangeKind& kind() const { return kind_; }

  void append(std::string& out, const Scan& row) {
    out += begin_;
    for (std::size_t at = 0; at < columns_.size(); ++at)
      append_column(out, columns_[at], row, static_cast<int>(at));
    out += "}\n";
  }

 private:
  /// Appends nothing for NULL.
  void append_column(std::string& out, Column& column, const Scan& row, int at) const {
    switch (column.spelling) {
      case Spelling::number:
      case Spelling::truth:
      case Spelling::instant:
        if (!row.is_null(at)) append_of_number(out, column, row.number(at));
        return;
      case Spelling::bytes:
        if (!row.is_null(at)) append_bytes(out += column.lead, row.bytes(at));
        return;
      default:
        if (const auto text = row.text_if_any(at)) append_of_text(out, column, *text, row);
    }
  }

  static void append_of_number(std::string& out, Column& column, std::int64_t number) {
    out += column.lead;
    if (column.spelling == Spelling::number)
      append_number(out, number);
    else if (column.spelling == Spelling::truth)
      out += number != 0 ? "true" : "false";
    else
      append_instant(out, column, number);
  }

  void append_of_text(std::string& out, Column& column, std::string_view text, const Scan& row) const {
    if (column.spelling == Spelling::json) return append_json(out, column, text);
    out += column.lead;
    if (column.spelling == Spelling::name)
      append_name(out, column, text);
    else
      rows::append_json_string(out, column.spelling == Spelling::handle ? handle(row, text) : text);
  }

  /// The row has the account's number after the columns that are written.
  [[nodiscard]] std::string_view handle(const Scan& row, std::string_view person) const {
    return names_.handle(row.number(static_cast<int>(columns_.size())), person);
  }

  static void append_json(std::string& out, const Column& column, std::string_view json) {
    if (has_line_break(json)) {
      out += column.text_lead;
      return rows::append_json_string(out, json);
    }
    out.append(column.lead).append(json);
  }

  static void append_name(std::string& out, Column& column, std::string_view name) {
    if (column.last_spelled.empty() || column.last_name != name) {
      column.last_name = name;
      column.last_spelled.clear();
      rows::append_json_string(column.last_spelled, name);
    }
    out += column.last_spelled;
  }

  static void append_instant(std::string& out, Column& column, std::int64_t millis) {
    if (column.last_spelled.empty() || column.last_instant != millis) {
      column.last_instant = millis;
      column.last_spelled = '"' + format_rfc3339(from_millis(millis)) + '"';
    }
    out += column.last_spelled;
  }

  const ExchangeKind& kind_;
  store::Names& names_;
  std::string begin_;
  std::vector<Column> columns_;
};

std::optional<std::string> settings_of(const Home& home, const std::string& account) {
  const auto file = home.account(account) / "me.json";
  try {
    return foreign::read_object_text(file);
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, file.string() + " cannot be exported: it " + error.what(),
                "correct it, or move it away and sign in again");
  }
}

/// Appends the user's settings for each account, which contain no secret. Returns the number of lines.
std::int64_t append_settings(std::string& out, const Home& home) {
  std::int64_t lines = 0;
  for (const auto& account : home.accounts()) {
    const auto settings = settings_of(home, account);
    if (!settings) continue;
    out += R"({"kind":"settings","account":)";
    rows::append_json_string(out, account);
    std::string spelled = store::in_one_line(*settings);
    out.append(",\"settings\":").append(spelled.substr(0, spelled.rfind('}') + 1)).append("}\n");
    ++lines;
  }
  return lines;
}

/// Appends the end: the number of lines including itself, and the digest of everything between the head and
/// it.
void append_end(DigestedOutput& output, std::int64_t lines) {
  const store::Digest digest = output.digest();
  std::string& end = output.text();
  end.append(R"({"kind":"end","lines":)").append(std::to_string(lines)).append(R"(,"sha256":)");
  append_bytes(end, {reinterpret_cast<const char*>(digest.data()), digest.size()});
  end += "}\n";
}

}  // namespace

std::int64_t write_lines(const store::Database& database, const connector::Registry& registry,
                         DigestedOutput& output, std::string_view made_at,
                         const std::function<void(std::int64_t records)>& on_progress) {
  store::Names names(database, registry);
  std::int64_t lines = 2, records = 0;
  output.text()
      .append(R"({"kind":"locker","format":1,"schema":)")
      .append(std::to_string(store::schema_version()))
      .append(R"(,"made":")")
      .append(made_at)
      .append("\"}\n");
  output.begin_digest();
  lines += append_settings(output.text(), database.home());
  std::optional<KindLines> current;
  store::export_rows(database, [&](const ExchangeKind& kind, const Scan& row) {
    if (!current || &current->kind() != &kind) current.emplace(kind, names);
    current->append(output.text(), row);
    output.flush_if_full();
    ++lines;
    if (std::strcmp(kind.name, "record") == 0 && ++records % kProgressInterval == 0) on_progress(records);
  });
  append_end(output, lines);
  return records;
}

}  // namespace locker::exchange
