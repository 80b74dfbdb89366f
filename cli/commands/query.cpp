#include "cli/commands/query.hpp"

#include <algorithm>
#include <map>

#include "cli/commands/choice.hpp"
#include "cli/commands/rows_options.hpp"
#include "cli/output/row_output.hpp"
#include "cli/output/rows.hpp"
#include "lib/base/error.hpp"
#include "lib/rows/record_field.hpp"
#include "lib/store/memory_limit.hpp"
#include "lib/store/query.hpp"
#include "lib/store/reference.hpp"
#include "lib/store/sql_query.hpp"
#include "lib/store/state_at.hpp"
#include "lib/store/thread.hpp"
#include "lib/text/match.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using rows::RecordField;
using store::QueryRow;

std::vector<std::string> usual_fields(Format format) {
  if (format == Format::table) return {"time", "author", "type", "text"};
  return {"account", "type", "id", "time", "text", "name", "author", "url"};
}

/// A name that no record has yields an empty column, since services have fields of their own. Misspellings of
/// the fields that every record has are rejected.
void check_fields(const std::vector<std::string>& fields) {
  for (const auto& name : fields) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto& known = rows::record_field_names();
    if (lower != name && std::ranges::find(known, lower) != known.end())
      throw Error(ErrorKind::usage, "there is no field \"" + name + "\"", "did you mean \"" + lower + "\"?");
  }
}

/// Returns the default fields, plus those that the services report about the members of these streams.
std::vector<std::string> fields_of(const QueryOptions& options, const store::QueryFilter& filter,
                                   Format format, const Context& context) {
  check_fields(options.fields);
  if (!options.fields.empty()) return options.fields;
  auto fields = usual_fields(format);
  if (format == Format::table) return fields;
  for (const auto& name : filter.streams)
    for (const auto* connector : context.connectors.all())
      if (const auto* stream = connector->stream(name.substr(0, name.find('/'))))
        fields.insert(fields.end(), stream->member_fields.begin(), stream->member_fields.end());
  return fields;
}

/// Some services' records contain their address only in the JSON. Without accounts of such services, `url`
/// does not need it.
bool needs_json(const std::vector<RecordField>& fields, const std::vector<std::string>& names,
                const store::Database& database, const Context& context) {
  bool needs_address = false;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].needs_json() && names[i] != "url") return true;
    needs_address = needs_address || names[i] == "url";
  }
  if (!needs_address) return false;
  return std::ranges::any_of(store::stored_accounts(database), [&](const store::StoredAccount& account) {
    const auto* connector = context.connectors.find(account.connector);
    return connector && std::ranges::any_of(connector->types, [](const connector::Type& type) {
             return !type.address_field.empty();
           });
  });
}

std::string for_person(const std::optional<Instant>& time, const Context& context) {
  if (!time) return {};
  return context.out_terminal.is_tty ? format_human(*time, context.clock.now()) : format_rfc3339(*time);
}

/// Indents a reply below the post that it answers.
std::string indented(std::string text, int depth) {
  constexpr int kDeepest = 8;
  if (depth == 0) return text;
  return std::string(static_cast<std::size_t>(std::min(depth, kDeepest) - 1) * 2, ' ') + "\u2514 " + text;
}

/// Returns a row of the table that is shown when no fields are named.
std::vector<Cell> person_row(const QueryRow& row, int depth, const Context& context) {
  std::string author(row.author.empty() ? row.name : row.author);
  std::string text(row.text);
  if (text.empty() && author != row.name) text = row.name;
  return {for_person(row.time, context), author, std::string(row.type.substr(0, row.type.find('/'))),
          indented(std::move(text), depth)};
}

/// The limit on the number of rows, and the messages about it.
class Rows {
 public:
  Rows(const QueryOptions& options, Context& context) : context_(context) {
    if (options.limit) limit_ = *options.limit;
    if (!options.limit && !options.all && context.out_terminal.is_tty) {
      limit_ = kDefaultTerminalLimit;
      announces_more_ = true;
    }
  }
  /// Returns false if this row exceeds the limit.
  bool admit() {
    if (limit_ && count_ == *limit_) {
      if (announces_more_ && !context_.quiet)
        context_.err << "there are more than " << *limit_ << "; --limit N or --all shows them\n";
      return false;
    }
    ++count_;
    return true;
  }
  /// Returns true if the row just admitted is the last one, and the user need not be told whether there are
  /// more.
  [[nodiscard]] bool full() const { return limit_ && !announces_more_ && count_ == *limit_; }
  void report_if_none() const {
    if (count_ == 0 && context_.out_terminal.is_tty && !context_.quiet) context_.err << "nothing found\n";
  }

 private:
  Context& context_;
  std::optional<long> limit_;
  bool announces_more_ = false;
  long count_ = 0;
};

store::QueryFilter filter_of(const QueryOptions& options, const Choice& choice, const Context& context) {
  const auto time = [&](const std::string& text) -> std::optional<Instant> {
    if (text.empty()) return std::nullopt;
    return parse_user_time(text, context.clock.now());
  };
  store::QueryFilter filter;
  filter.match = text::fts_query(options.words);
  // Words without a letter, digit or emoji are not in the index, so nothing matches them.
  if (!options.words.empty() && filter.match.empty()) filter.records.emplace();
  filter.since = time(options.since);
  filter.until = time(options.until);
  filter.as_of = time(options.as_of);
  if (filter.as_of && *filter.as_of >= context.clock.now()) filter.as_of.reset();  // all versions
  filter.sources = choice.sources(options.sources);
  filter.types = choice.types(options.types);
  filter.streams = choice.streams(options.streams);
  filter.deleted = options.deleted;
  filter.has_media = !options.has.empty();
  return filter;
}

/// The reply depth of each record of a conversation.
using Depths = std::map<std::int64_t, int>;

/// Narrows the filter to one conversation and sets its order.
Depths find_conversation(const QueryOptions& options, const store::Database& database,
                         store::QueryFilter& filter, const Context& context) {
  Depths depths;
  if (!options.with.empty()) filter.records = store::messages_with(database, options.with);
  if (options.thread.empty()) return depths;
  filter.records.emplace();
  const auto begin = store::resolve(database, context.connectors, options.thread);
  for (const auto& member : store::thread_of(database, begin.record)) {
    depths[member.record] = member.depth;
    filter.records->push_back(member.record);
  }
  return depths;
}

void write_raw(const QueryOptions& options, const store::Database& database, store::QueryFilter filter,
               Context& context) {
  const text::SignedWords with_signs(options.words);
  filter.parts = {.json = false, .raw = options.source_of.empty(), .text = !with_signs.empty()};
  Rows rows(options, context);
  BlockOutput out = row_output(context);
  const auto write = [&](std::string_view bytes) {
    if (context.out_terminal.is_tty)
      out.text() += text::printable(bytes, true);
    else
      out.text() += bytes;
    out.text() += '\n';
    out.flush_if_full();
  };
  std::optional<store::StateAt> earlier;
  if (filter.as_of) earlier.emplace(database, context.connectors, store::seq_at(database, *filter.as_of));
  store::query(database, context.connectors, filter, [&](const QueryRow& row) {
    if (!with_signs.stand_in(row.text, row.name)) return true;
    if (!rows.admit()) return false;
    if (options.source_of.empty())
      write(row.raw);
    else
      for (const auto& form :
           earlier ? earlier->forms(row.record) : store::newest_forms(database, row.record))
        write(form);
    return !rows.full();
  });
  out.flush();
  rows.report_if_none();
}

void write_rows(const QueryOptions& options, const store::Database& database, store::QueryFilter filter,
                Depths depths, Context& context) {
  const Format format = choose_format(options.format, context);
  const auto names = fields_of(options, filter, format, context);
  const std::vector<RecordField> fields(names.begin(), names.end());
  const bool for_a_person = format == Format::table && options.fields.empty();
  filter.parts = {.json = needs_json(fields, names, database, context),
                  .raw = false,
                  .text = true,
                  .media = std::ranges::any_of(fields, &RecordField::needs_media)};
  const auto text = std::ranges::find(names, "text");
  const auto widest = text == names.end() ? names.size() - 1 : static_cast<std::size_t>(text - names.begin());
  const auto writer = make_row_writer(format, names, widest, context);
  const text::SignedWords with_signs(options.words);
  Rows rows(options, context);
  std::vector<Cell> cells(fields.size());
  store::query(database, context.connectors, filter, [&](const QueryRow& row) {
    if (!with_signs.stand_in(row.text, row.name)) return true;
    if (!rows.admit()) return false;
    if (for_a_person)
      cells = person_row(row, depths[row.record], context);
    else
      std::ranges::transform(fields, cells.begin(), [&](const RecordField& field) { return field.of(row); });
    writer->row(cells);
    return !rows.full();
  });
  writer->end();
  rows.report_if_none();
}

Cell sql_cell(const store::SqlValue& value) {
  return std::visit([](const auto& one) -> Cell { return one; }, value);
}

void run_statement(const QueryOptions& options, Context& context) {
  if (!options.words.empty() || !options.since.empty() || !options.until.empty() || !options.as_of.empty() ||
      !options.sources.empty() || !options.types.empty() || !options.streams.empty() || options.deleted ||
      options.raw || !options.fields.empty() || !options.has.empty() || !options.thread.empty() ||
      !options.with.empty())
    throw Error(ErrorKind::usage, "--sql goes with --format, --limit and --all only",
                "put what you look for into the statement");
  const Format format = choose_format(options.format, context);
  std::unique_ptr<RowWriter> writer;
  Rows rows(options, context);
  store::run_sql(
      context.home, *options.sql,
      [&](const std::vector<std::string>& names) {
        writer = make_row_writer(format, names, names.empty() ? 0 : names.size() - 1, context);
      },
      [&](const std::vector<store::SqlValue>& values) {
        if (!rows.admit()) return false;
        std::vector<Cell> cells;
        for (const auto& value : values) cells.push_back(sql_cell(value));
        writer->row(cells);
        return !rows.full();
      },
      {.longest = context.statement_time, .stop = context.stop});
  if (writer) writer->end();
  rows.report_if_none();
}

/// A conversation is shown completely and in its own order: throws Error{usage} for options that contradict
/// this.
void refuse_two_orders(const QueryOptions& options) {
  const bool by_thread = !options.thread.empty(), by_person = !options.with.empty();
  if (!by_thread && !by_person) return;
  if (by_thread && by_person)
    throw Error(ErrorKind::usage, "--thread and --with each show a conversation of their own");
  if (!options.words.empty() || !options.streams.empty())
    throw Error(ErrorKind::usage,
                std::string(by_thread ? "--thread" : "--with") + " goes with no words and no --stream");
}

}  // namespace

int run_query(const QueryOptions& options, Context& context) {
  context.home.require();
  if (!options.format.empty() || !options.raw) (void)choose_format(options.format, context);
  if (options.raw && context.json)
    throw Error(ErrorKind::usage, "--raw writes each record as the service sent it, and goes with no --json");
  if (options.sql) {
    run_statement(options, context);
    return 0;
  }
  const auto database = store::Database::open_for_reading(context.home);
  // Mapping the whole file would count as memory of the server, so it is not done there.
  if (serves_http_request(context)) store::limit_memory(database);
  if (!serves_http_request(context) && !options.limit && (options.all || !context.out_terminal.is_tty))
    database.enable_memory_mapping();
  auto filter = filter_of(options, Choice{database, context}, context);
  refuse_two_orders(options);
  auto depths = find_conversation(options, database, filter, context);
  if (options.raw)
    write_raw(options, database, std::move(filter), context);
  else
    write_rows(options, database, std::move(filter), std::move(depths), context);
  return 0;
}

}  // namespace locker::cli
