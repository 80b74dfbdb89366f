#include "cli/commands/history.hpp"

#include <algorithm>
#include <map>

#include "cli/commands/choice.hpp"
#include "cli/commands/rows_options.hpp"
#include "cli/output/output_error.hpp"
#include "cli/output/reader.hpp"
#include "cli/output/row_output.hpp"
#include "cli/output/rows.hpp"
#include "cli/output/terminal_json.hpp"
#include "lib/base/error.hpp"
#include "lib/rows/change_field.hpp"
#include "lib/store/history.hpp"
#include "lib/store/memory_limit.hpp"
#include "lib/store/reference.hpp"
#include "lib/store/thread.hpp"
#include "lib/text/terminal.hpp"
#include "lib/text/word_diff.hpp"

namespace locker::cli {
namespace {

using store::Change;
using store::ChangeDetail;

/// The interval at which `--follow` checks for new changes.
constexpr std::chrono::milliseconds kFollowInterval{250};

/// Writes changes as rows of one of the formats. With `--follow`, each row is flushed.
class RowOutput {
 public:
  RowOutput(const HistoryOptions& options, Context& context, const store::Database& database)
      : options_(options), context_(context), database_(database), fields_(fields(options)) {
    writer_ = make_row_writer(choose_format(options.format, context), fields_, fields_.size() - 1, context);
  }
  void add(const Change& change) {
    std::vector<Cell> cells;
    for (const auto& name : fields_) {
      const auto found = std::ranges::find(rows::change_fields(), name, &rows::ChangeField::name);
      cells.push_back(found != rows::change_fields().end()
                          ? found->cell(change)
                          : Cell(rows::as_json(store::detail(database_, context_.connectors, change))));
    }
    writer_->row(cells);
  }
  void flush() { writer_->flush(); }
  void end() { writer_->end(); }

 private:
  static std::vector<std::string> fields(const HistoryOptions& options) {
    std::vector<std::string> known;
    for (const auto& field : rows::change_fields()) known.emplace_back(field.name);
    known.emplace_back("changed");
    for (const auto& name : options.fields)
      if (std::ranges::find(known, name) == known.end())
        throw Error(ErrorKind::usage, "a change has no field \"" + name + "\"", "there are " + joined(known));
    if (!options.fields.empty()) return options.fields;
    if (!options.diff) known.pop_back();
    return known;
  }
  static std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  }

  const HistoryOptions& options_;
  Context& context_;
  const store::Database& database_;
  std::vector<std::string> fields_;
  std::unique_ptr<RowWriter> writer_;
};

/// Writes changes for people: one line per change, followed by what it changed.
class PersonOutput {
 public:
  PersonOutput(const HistoryOptions& options, Context& context, const store::Database& database)
      : options_(options), context_(context), database_(database) {}

  void add(const Change& change) {
    std::string line = change.seq > 0 ? std::to_string(change.seq) : "-";
    line.insert(0, line.size() < 6 ? 6 - line.size() : 0, ' ');
    line += "  " + time(change.time) + "  ";
    std::string action = change.action;
    action.resize(std::max<std::size_t>(action.size(), 8), ' ');
    std::string object = what(change);
    if (context_.out_terminal.is_tty) {
      const int taken = static_cast<int>(line.size() + action.size());
      object = text::truncated(object, context_.out_terminal.columns - taken);
    }
    context_.out << line << painted(action, colour_of(change.action)) << object << "\n";
    if (options_.diff)
      show(store::detail(database_, context_.connectors, change), change);
    else if (!options_.reference.empty() && change.version != 0)
      show_source(store::detail(database_, context_.connectors, change).source);
  }
  void flush() {
    context_.out.flush();
    if (!context_.out) throw output_error();
  }
  void end() { flush(); }

 private:
  static constexpr const char* kRed = "\033[31m";
  static constexpr const char* kGreen = "\033[32m";
  static constexpr const char* kPlain = "";

  static const char* colour_of(std::string_view action) {
    if (action == "delete" || action == "remove" || action == "forget") return kRed;
    if (action == "new" || action == "add" || action == "restore") return kGreen;
    return kPlain;
  }
  [[nodiscard]] std::string painted(const std::string& text, const char* colour) const {
    if (!context_.out_terminal.colour || !*colour) return text;
    return colour + text + "\033[0m";
  }
  [[nodiscard]] std::string time(Instant time) const {
    return context_.out_terminal.is_tty ? format_human(time, context_.clock.now()) : format_rfc3339(time);
  }
  /// Returns a reference that finds the record again: on a terminal the short form, to save space.
  [[nodiscard]] std::string what(const Change& change) const {
    if (change.id.empty()) return text::printable(change.account) + ": forgotten";
    const auto type =
        context_.out_terminal.is_tty ? change.type.substr(0, change.type.find('/')) : change.type;
    std::string text = change.account + ":" + type + "/" + change.id;
    if (!change.stream.empty()) text += (change.action == "add" ? "  to " : "  from ") + change.stream;
    return text::printable(text);
  }

  /// Writes `seen in the archive of 2024-05-01`, unless the version came from the service's API.
  void show_source(const std::string& source) {
    constexpr std::string_view kArchive = "archive ";
    if (source.empty() || source == "api") return;
    const std::string shown = text::printable(source);
    context_.out << kIndent << "seen in "
                 << (shown.starts_with(kArchive) ? "the archive of " + shown.substr(kArchive.size()) : shown)
                 << "\n";
  }

  void show(const ChangeDetail& detail, const Change& change) {
    if (change.version == 0) return;
    show_source(detail.source);
    const bool compares = change.action == "update" || !detail.fields.empty();
    if (!compares) {
      if (!detail.text_after.empty()) lines(text::printable(detail.text_after, true));
      return;
    }
    const auto runs = text::word_diff(detail.text_before, detail.text_after);
    const bool shows_text = std::ranges::any_of(
        runs, [](const text::DiffRun& run) { return run.kind != text::DiffRun::Kind::same; });
    if (shows_text) lines(words(runs));
    for (const auto& field : detail.fields) {
      if (field.path == "text" && shows_text) continue;  // already shown as a diff
      context_.out << kIndent << text::printable(field.path) << ": " << painted(value(field.before), kRed)
                   << " -> " << painted(value(field.after), kGreen) << "\n";
    }
  }

  /// Returns the text with removed and added words marked: by colour, or by brackets without colour. A
  /// replaced text is directly followed by its replacement.
  [[nodiscard]] std::string words(const std::vector<text::DiffRun>& runs) const {
    using Kind = text::DiffRun::Kind;
    std::string text;
    for (auto run = runs.begin(); run != runs.end(); ++run) {
      const std::string shown = text::printable(run->text, true);
      const auto end = shown.find_last_not_of(" \n") + 1;
      const bool replaced =
          run->kind == Kind::removed && std::next(run) != runs.end() && std::next(run)->kind == Kind::added;
      text += run->kind == Kind::same ? shown.substr(0, end) : marked(shown.substr(0, end), run->kind);
      if (!replaced) text += shown.substr(end);
    }
    return text;
  }

  [[nodiscard]] std::string marked(std::string text, text::DiffRun::Kind kind) const {
    const bool removed = kind == text::DiffRun::Kind::removed;
    if (!context_.out_terminal.colour) return removed ? "[-" + text + "-]" : "{+" + text + "+}";
    const std::string begin = removed ? "\033[9;31m" : "\033[32m", end = "\033[0m";
    // The indent of the next line is not coloured.
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + end.size() + 1))
      text.replace(at, 1, end + "\n" + begin);
    return begin + text + end;
  }

  [[nodiscard]] std::string value(const std::optional<std::string>& json) const {
    if (!json) return "(none)";
    constexpr int kLongest = 200;
    return text::truncated(text::printable(readable_json(*json)), kLongest);
  }

  void lines(const std::string& text) {
    for (std::size_t at = 0; at <= text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      context_.out << kIndent << text.substr(at, end - at) << "\n";
      at = end + 1;
    }
  }

  static constexpr const char* kIndent = "          ";
  const HistoryOptions& options_;
  Context& context_;
  const store::Database& database_;
};

store::HistoryFilter filter_of(const HistoryOptions& options, const store::Database& database,
                               const Context& context) {
  const Choice choice{database, context};
  store::HistoryFilter filter;
  if (!options.reference.empty())
    filter.record = store::resolve(database, context.connectors, options.reference).record;
  if (!options.thread.empty()) {
    if (filter.record) throw Error(ErrorKind::usage, "a record and --thread each say what to show");
    const auto begin = store::resolve(database, context.connectors, options.thread);
    for (const auto& member : store::thread_of(database, begin.record))
      filter.records.push_back(member.record);
  }
  if (!options.since.empty()) filter.since = parse_user_time(options.since, context.clock.now());
  filter.sources = choice.sources(options.sources);
  filter.types = choice.types(options.types);
  if (options.after) filter.after = *options.after;
  filter.rising = options.after || options.follow;
  return filter;
}

template <class Output>
class History {
 public:
  History(const HistoryOptions& options, Context& context, const store::Database& database, Output output)
      : options_(options),
        context_(context),
        database_(database),
        filter_(filter_of(options, database, context)),
        output_(std::move(output)) {
    limit_ = options.limit;
    const bool by_number = options.after || options.follow;
    if (!limit_ && !options.all && !by_number && context.out_terminal.is_tty) {
      limit_ = kDefaultTerminalLimit;
      announces_more_ = !context.quiet;
    }
  }

  int run() {
    if (options_.follow && !filter_.after) filter_.after = store::last_change(database_);
    bool wants_more = show();
    if (options_.follow) output_.flush();
    while (options_.follow && wants_more && !has_enough() &&
           context_.clock.wait_until(context_.clock.now() + kFollowInterval, context_.stop) &&
           !output_reader_is_gone()) {
      if (store::last_change(database_) <= *filter_.after) continue;
      wants_more = show();
      output_.flush();
    }
    if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    if (!options_.follow) output_.end();
    if (count_ == 0 && context_.out_terminal.is_tty && !context_.quiet) context_.err << "no changes found\n";
    return 0;
  }

 private:
  bool show() {
    bool wants_more = true;
    store::history(database_, filter_, [&](const Change& change) {
      if (context_.stop.stop_requested()) return wants_more = false;
      if (has_enough()) {
        if (announces_more_)
          context_.err << "there are more than " << *limit_ << "; --limit N or --all shows them\n";
        return wants_more = false;
      }
      ++count_;
      output_.add(change);
      if (filter_.rising) filter_.after = change.seq;
      return true;
    });
    return wants_more;
  }

  [[nodiscard]] bool has_enough() const { return limit_ && count_ == *limit_; }

  const HistoryOptions& options_;
  Context& context_;
  const store::Database& database_;
  store::HistoryFilter filter_;
  Output output_;
  std::optional<long> limit_;
  bool announces_more_ = false;
  long count_ = 0;
};

}  // namespace

int run_history(const HistoryOptions& options, Context& context) {
  context.home.require();
  const Format format = choose_format(options.format, context);
  if (options.follow && format == Format::json)
    throw Error(ErrorKind::usage, "--follow has no end, and a JSON array needs one", "use --format jsonl");
  const auto database = store::Database::open_for_reading(context.home);
  if (serves_http_request(context)) store::limit_memory(database);
  const bool for_a_person =
      options.fields.empty() &&
      (format == Format::table || (options.diff && options.format.empty() && !context.json));
  if (for_a_person)
    return History(options, context, database, PersonOutput(options, context, database)).run();
  return History(options, context, database, RowOutput(options, context, database)).run();
}

}  // namespace locker::cli
