#include "cli/writer/sync_output.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/output/table.hpp"
#include "cli/writer/media_fetch.hpp"
#include "lib/base/money.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;
using sync::AccountReport;
using sync::StreamReport;
using sync::Totals;

double dollars(std::int64_t micro) { return static_cast<double>(micro) / 1e6; }

json changes(const store::Counts& counts) {
  return {{"new", counts.created},      {"update", counts.updated}, {"delete", counts.deleted},
          {"restore", counts.restored}, {"add", counts.added},      {"remove", counts.removed}};
}

json figures(const Totals& totals) {
  return {{"requests", totals.requests},    {"resources", totals.resources},
          {"included", totals.included},    {"cost", dollars(totals.cost)},
          {"gross", dollars(totals.gross)}, {"changes", changes(totals.counts)}};
}

json stream_of(const StreamReport& report) {
  json entry = figures(report.totals);
  entry["stream"] = report.stream.text();
  entry["outcome"] = report.outcome;
  if (!report.message.empty()) entry["message"] = report.message;
  if (!report.hint.empty()) entry["hint"] = report.hint;
  return entry;
}

class JsonOutput final : public SyncOutput {
 public:
  explicit JsonOutput(Context& context) : context_(context) {}

  void page_committed(std::string_view account, const store::StreamName& stream,
                      const Totals& totals) override {
    json line = figures(totals);
    line["event"] = "page";
    line["account"] = account;
    line["stream"] = stream.text();
    write(line);
  }
  void wait_begins(std::string_view reason, Instant until) override {
    write({{"event", "wait"}, {"reason", reason}, {"until", format_rfc3339(until)}});
  }
  void stream_ends(std::string_view account, const StreamReport& report) override {
    json line = stream_of(report);
    line["event"] = "stream";
    line["account"] = account;
    write(line);
  }
  void say(std::string_view text) override { write({{"event", "note"}, {"text", text}}); }

  void account_ends(const AccountReport& report, int exit_code) override {
    json entry = figures(report.totals);
    entry["account"] = report.account;
    entry["exit_code"] = exit_code;
    entry["streams"] = json::array();
    for (const auto& stream : report.streams) entry["streams"].push_back(stream_of(stream));
    if (report.ended_by)
      entry["error"] = {{"kind", name_of(report.ended_by->kind)},
                        {"message", report.ended_by->message},
                        {"hint", report.ended_by->hint}};
    if (report.no_longer_listed > 0)
      entry["no_longer_listed"] = {{"posts", report.no_longer_listed},
                                   {"check_deleted_cost", dollars(report.lookup_would_cost.cost)}};
    accounts_.push_back(std::move(entry));
    all_ += report.totals;
  }

  void end(int exit_code) override {
    json line = figures(all_);
    line["event"] = "summary";
    line["exit_code"] = exit_code;
    line["streams"] = json::object();
    for (const auto& account : accounts_)
      for (const auto& stream : account["streams"])
        line["streams"][account["account"].get<std::string>() + ":" + stream["stream"].get<std::string>()] =
            stream["changes"];
    line["accounts"] = accounts_;
    write(line);
  }

 private:
  void write(const json& line) {
    context_.out << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
  }
  Context& context_;
  json accounts_ = json::array();
  Totals all_;
};

/// Silence, as cron wants it, but for what is waited for.
class QuietOutput : public SyncOutput {
 public:
  explicit QuietOutput(Context& context) : context_(context) {}
  void wait_begins(std::string_view reason, Instant until) override {
    if (!context_.quiet)
      context_.err << "locker: " << text::printable(reason) << " until " << format_rfc3339(until)
                   << std::endl;
  }
  void account_ends(const AccountReport&, int) override {}
  void end(int) override {}

 protected:
  Context& context_;
};

std::string counted(std::int64_t number, const char* what) { return std::to_string(number) + " " + what; }

constexpr char kNothingNew[] = "nothing new";

/// `3 new, 1 updated, 2 removed`.
std::string in_words(const store::Counts& counts) {
  std::string words;
  const auto add = [&](std::int64_t number, const char* what) {
    if (number > 0) words += (words.empty() ? "" : ", ") + counted(number, what);
  };
  add(counts.created, "new");
  add(counts.updated, "updated");
  add(counts.restored, "restored");
  add(counts.deleted, "deleted");
  add(counts.added, "added");
  add(counts.removed, "no longer listed");
  return words.empty() ? kNothingNew : words;
}

/// For a person: a bar while a stream is walked, a line when it ends, a summary. Without a terminal
/// (`-v`) the lines alone.
class PersonOutput final : public QuietOutput {
 public:
  using QuietOutput::QuietOutput;

  void stream_begins(std::string_view, const store::StreamName&,
                     std::optional<std::int64_t> expected) override {
    expected_ = expected;
  }
  void page_committed(std::string_view account, const store::StreamName& stream,
                      const Totals& totals) override {
    if (context_.err_terminal.is_tty) redraw(bar(account, stream, totals));
  }
  void wait_begins(std::string_view reason, Instant until) override {
    clear();
    context_.err << text::printable(reason) << " until " << format_human(until, context_.clock.now())
                 << std::endl;
  }
  void stream_ends(std::string_view account, const StreamReport& report) override {
    clear();
    const bool says_nothing = report.outcome == "done" && in_words(report.totals.counts) == kNothingNew;
    if (says_nothing && !report.stream.part.empty()) return;  // there may be hundreds of them
    context_.err << account << " " << report.stream.text() << ": ";
    if (report.outcome == "done")
      context_.err << in_words(report.totals.counts);
    else
      context_.err << (report.failed() ? "" : "left out, ") << text::printable(report.message)
                   << (report.hint.empty() ? "" : "; " + text::printable(report.hint));
    context_.err << std::endl;
  }
  void say(std::string_view line) override {
    clear();
    context_.err << text::printable(line) << std::endl;
  }
  void account_ends(const AccountReport& report, int) override {
    clear();
    context_.err << report.account << ": " << in_words(report.totals.counts) << "; "
                 << counted(report.totals.requests, "requests") << ", "
                 << counted(report.totals.resources, "resources") << ", "
                 << format_dollars(report.totals.cost);
    if (report.totals.included > 0)
      context_.err << " (" << counted(report.totals.included, "more objects came with them") << ")";
    context_.err << std::endl;
    if (report.no_longer_listed > 0)
      context_.err << report.account << ": " << report.no_longer_listed
                   << " of your posts are no longer listed; \"locker sync " << report.account
                   << " --check-deleted\" would say which are deleted, for at most "
                   << format_dollars(report.lookup_would_cost.cost) << std::endl;
  }

 private:
  std::string bar(std::string_view account, const store::StreamName& stream, const Totals& totals) const {
    constexpr std::int64_t kCells = 20;
    std::string line = std::string(account) + " " + stream.text() + " ";
    if (expected_ && *expected_ > 0) {
      const auto filled = std::min(kCells, totals.resources * kCells / *expected_);
      line += "[";
      for (std::int64_t cell = 0; cell < kCells; ++cell) line += cell < filled ? "#" : ".";
      line += "] " + std::to_string(totals.resources) + "/" + std::to_string(*expected_);
    } else {
      line += std::to_string(totals.resources);
    }
    return line + " " + format_dollars(totals.cost);
  }
  void redraw(const std::string& line) {
    context_.err << "\r\033[K" << text::truncated(text::printable(line), context_.err_terminal.columns - 1)
                 << std::flush;
    drawn_ = true;
  }
  void clear() {
    if (drawn_) context_.err << "\r\033[K" << std::flush;
    drawn_ = false;
  }
  std::optional<std::int64_t> expected_;
  bool drawn_ = false;
};

std::string number_in_words(std::int64_t number, sync::Estimate::Certainty certainty) {
  switch (certainty) {
    case sync::Estimate::Certainty::exact:
      return std::to_string(number);
    case sync::Estimate::Certainty::about:
      return "about " + std::to_string(number);
    case sync::Estimate::Certainty::at_most:
      return "at most " + std::to_string(number);
    case sync::Estimate::Certainty::unknown:
      return "unknown";
  }
  return "unknown";
}

const char* certainty_name(sync::Estimate::Certainty certainty) {
  switch (certainty) {
    case sync::Estimate::Certainty::exact:
      return "exact";
    case sync::Estimate::Certainty::about:
      return "about";
    case sync::Estimate::Certainty::at_most:
      return "at most";
    case sync::Estimate::Certainty::unknown:
      return "unknown";
  }
  return "unknown";
}

/// Dollars with two digits, or as many as it takes.
std::string money_in_words(std::int64_t micro, sync::Estimate::Certainty certainty) {
  const std::string sum = format_dollars(micro);
  if (certainty == sync::Estimate::Certainty::unknown) return "unknown";
  return certainty == sync::Estimate::Certainty::at_most ? "at most " + sum : sum;
}

struct Sum {
  std::int64_t calls = 0, resources = 0, cost = 0, cost_with_included = 0;
  bool all_known = true;
  void add(const sync::Estimate& one) {
    if (one.certainty == sync::Estimate::Certainty::unknown) all_known = false;
    calls += one.calls;
    resources += one.resources;
    cost += one.cost;
    cost_with_included += one.cost_with_included;
  }
};

Sum sum_of(const AccountEstimate& account) {
  Sum sum;
  for (const auto& one : account.streams) sum.add(one);
  for (const auto* lookup : {&account.lookup, &account.names}) {
    sum.calls += lookup->requests;
    sum.resources += lookup->records;
    sum.cost += lookup->cost;
    sum.cost_with_included += lookup->cost;
  }
  return sum;
}

json as_json(const sync::LookupEstimate& lookup) {
  return {{"calls", lookup.requests}, {"resources", lookup.records}, {"cost", dollars(lookup.cost)}};
}

void add_lookup(Table& table, const std::string& name, const sync::LookupEstimate& lookup) {
  if (lookup.records == 0) return;
  const std::string cost = "at most " + format_dollars(lookup.cost);
  table.add({name, std::to_string(lookup.requests), "at most " + std::to_string(lookup.records), cost, cost});
}

void show_as_json(const std::vector<AccountEstimate>& estimates, Context& context) {
  Sum all;
  json accounts = json::array();
  for (const auto& account : estimates) {
    json streams = json::array();
    for (const auto& one : account.streams)
      streams.push_back({{"stream", one.stream.text()},
                         {"certainty", certainty_name(one.certainty)},
                         {"calls", one.calls},
                         {"resources", one.resources},
                         {"cost", dollars(one.cost)},
                         {"cost_with_included", dollars(one.cost_with_included)},
                         {"full", one.full}});
    const Sum sum = sum_of(account);
    all.calls += sum.calls;
    all.resources += sum.resources;
    all.cost += sum.cost;
    all.cost_with_included += sum.cost_with_included;
    all.all_known = all.all_known && sum.all_known;
    json entry{{"account", account.account}, {"streams", streams}, {"left_out", account.left_out}};
    if (account.lookup.records > 0) entry["check_deleted"] = as_json(account.lookup);
    if (account.names.records > 0) entry["names"] = as_json(account.names);
    if (account.media)
      entry["media"] = {{"files", account.media->wanted.size()},
                        {"known_bytes", account.media->known_bytes()},
                        {"of_unknown_size", account.media->of_unknown_size()},
                        {"kept", account.media->kept}};
    accounts.push_back(std::move(entry));
  }
  context.out << json{{"event", "summary"},
                      {"dry_run", true},
                      {"exit_code", 0},
                      {"requests", all.calls},
                      {"resources", all.resources},
                      {"cost", dollars(all.cost)},
                      {"cost_with_included", dollars(all.cost_with_included)},
                      {"all_known", all.all_known},
                      {"accounts", accounts}}
                     .dump()
              << "\n";
}

}  // namespace

std::unique_ptr<SyncOutput> make_sync_output(Context& context) {
  if (context.json) return std::make_unique<JsonOutput>(context);
  if (!context.quiet && (context.err_terminal.is_tty || context.verbose > 0))
    return std::make_unique<PersonOutput>(context);
  return std::make_unique<QuietOutput>(context);
}

std::string failure_line(const AccountReport& report) {
  std::string message, hint;
  if (report.ended_by) {
    message = report.ended_by->message;
    hint = report.ended_by->hint;
    if (!message.starts_with(report.account + ":")) message = report.account + ": " + message;
  } else {
    std::string names;
    const StreamReport* first = nullptr;
    int failed = 0;
    for (const auto& stream : report.streams) {
      if (!stream.failed()) continue;
      if (!first) first = &stream;
      if (failed++ > 0) names += (names.empty() ? "" : ", ") + stream.stream.text();
    }
    if (!first) return {};
    message = report.account + ": " + first->stream.text() + ": " + first->message;
    if (failed > 1) message += " (and " + names + ")";
    hint = first->hint;
  }
  if (hint.find("locker ") == std::string::npos)
    hint += std::string(hint.empty() ? "" : "; ") + "\"locker status\" shows more, \"locker sync " +
            report.account + "\" goes on";
  return text::printable(message + "; " + hint);
}

void show_estimates(const std::vector<AccountEstimate>& estimates, Context& context) {
  if (context.json) return show_as_json(estimates, context);
  for (const auto& account : estimates) {
    Table table({"stream", "requests", "resources", "cost", "if what comes with them is charged too"}, 0);
    for (const std::size_t column : {1, 2, 3, 4}) table.align_right(column);
    for (const auto& one : account.streams)
      table.add({account.account + " " + one.stream.text() + (one.full ? " (all)" : ""),
                 number_in_words(one.calls, one.certainty), number_in_words(one.resources, one.certainty),
                 money_in_words(one.cost, one.certainty),
                 money_in_words(one.cost_with_included, one.certainty)});
    add_lookup(table, account.account + " check-deleted", account.lookup);
    add_lookup(table, account.account + " names", account.names);
    const Sum sum = sum_of(account);
    const std::string at_least = sum.all_known ? "" : "at least ";
    table.add({account.account + " in all", at_least + std::to_string(sum.calls),
               at_least + std::to_string(sum.resources), at_least + format_dollars(sum.cost),
               at_least + format_dollars(sum.cost_with_included)});
    table.print(context.out, context.out_terminal);
    if (account.media)
      context.out << account.account << " media: " << in_words(*account.media) << ", of what is stored now\n";
    for (const auto& stream : account.left_out)
      context.out << account.account << " " << stream << ": left out, its scope was not granted\n";
  }
}

}  // namespace locker::cli
