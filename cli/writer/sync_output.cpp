#include "cli/writer/sync_output.hpp"

#include <mutex>
#include <nlohmann/json.hpp>

#include "cli/output/json_output.hpp"
#include "cli/writer/human_output.hpp"
#include "lib/base/money.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;
using sync::AccountReport;
using sync::StreamReport;
using sync::Totals;

json changes(const store::Counts& counts) {
  return {{"new", counts.created},      {"update", counts.updated}, {"delete", counts.deleted},
          {"restore", counts.restored}, {"add", counts.added},      {"remove", counts.removed}};
}

json figures(const Totals& totals) {
  return {{"requests", totals.requests},       {"resources", totals.resources},
          {"included", totals.included},       {"cost", in_dollars(totals.cost)},
          {"gross", in_dollars(totals.gross)}, {"changes", changes(totals.counts)}};
}

json stream_of(const StreamReport& report) {
  json entry = figures(report.totals);
  entry["stream"] = report.stream.text();
  entry["outcome"] = report.outcome.name();
  if (!report.message.empty()) entry["message"] = report.message;
  if (!report.hint.empty()) entry["hint"] = report.hint;
  return entry;
}

class JsonSyncOutput final : public SyncOutput {
 public:
  explicit JsonSyncOutput(Context& context) : context_(context) {}

  void page_committed(std::string_view account, const store::StreamName& stream,
                      const Totals& totals) override {
    json line = figures(totals);
    line["event"] = "page";
    line["account"] = account;
    line["stream"] = stream.text();
    write(line);
  }
  void wait_begins(std::string_view account, std::string_view reason, Instant until) override {
    write({{"event", "wait"}, {"account", account}, {"reason", reason}, {"until", format_rfc3339(until)}});
  }
  void stream_ends(std::string_view account, const StreamReport& report) override {
    json line = stream_of(report);
    line["event"] = "stream";
    line["account"] = account;
    write(line);
  }
  void say(std::string_view account, std::string_view text) override {
    write({{"event", "note"}, {"account", account}, {"text", text}});
  }
  void trace(std::string_view line) override { context_.err << text::printable(line) << std::endl; }

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
                                   {"check_deleted_cost", in_dollars(report.lookup_estimate.cost)}};
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
    print_json(line, context_);
    context_.out.flush();
  }
  Context& context_;
  json accounts_ = json::array();
  Totals all_;
};

/// The maximum number of failed streams named in the failure line.
constexpr int kMostNamed = 4;

/// No output (for cron) except for waits.
class QuietOutput final : public SyncOutput {
 public:
  explicit QuietOutput(Context& context) : context_(context) {}
  void wait_begins(std::string_view account, std::string_view reason, Instant until) override {
    if (!context_.quiet)
      context_.err << "locker: " << account << ": " << text::printable(reason) << " until "
                   << format_rfc3339(until) << std::endl;
  }
  void trace(std::string_view line) override { context_.err << text::printable(line) << std::endl; }
  void account_ends(const AccountReport&, int) override {}
  void end(int) override {}

 private:
  Context& context_;
};

/// Serialises calls from several threads to another output.
class InTurn final : public SyncOutput {
 public:
  explicit InTurn(std::unique_ptr<SyncOutput> inner) : inner_(std::move(inner)) {}

  void stream_begins(std::string_view account, const store::StreamName& stream,
                     std::optional<std::int64_t> expected) override {
    const std::lock_guard turn(mutex_);
    inner_->stream_begins(account, stream, expected);
  }
  void page_committed(std::string_view account, const store::StreamName& stream,
                      const Totals& totals) override {
    const std::lock_guard turn(mutex_);
    inner_->page_committed(account, stream, totals);
  }
  void wait_begins(std::string_view account, std::string_view reason, Instant until) override {
    const std::lock_guard turn(mutex_);
    inner_->wait_begins(account, reason, until);
  }
  void stream_ends(std::string_view account, const StreamReport& report) override {
    const std::lock_guard turn(mutex_);
    inner_->stream_ends(account, report);
  }
  void say(std::string_view account, std::string_view line) override {
    const std::lock_guard turn(mutex_);
    inner_->say(account, line);
  }
  void trace(std::string_view line) override {
    const std::lock_guard turn(mutex_);
    inner_->trace(line);
  }
  void account_ends(const AccountReport& report, int exit_code) override {
    const std::lock_guard turn(mutex_);
    inner_->account_ends(report, exit_code);
  }
  void end(int exit_code) override {
    const std::lock_guard turn(mutex_);
    inner_->end(exit_code);
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<SyncOutput> inner_;
};

std::unique_ptr<SyncOutput> output_for(Context& context, std::set<std::string> free_accounts) {
  if (context.json) return std::make_unique<JsonSyncOutput>(context);
  if (shows_progress(context) || (!context.quiet && context.verbose > 0))
    return make_human_output(context, std::move(free_accounts));
  return std::make_unique<QuietOutput>(context);
}

}  // namespace

bool shows_progress(const Context& context) {
  return context.err_terminal.is_tty && !context.json && !context.quiet;
}

std::unique_ptr<SyncOutput> make_sync_output(Context& context, std::set<std::string> free_accounts) {
  return std::make_unique<InTurn>(output_for(context, std::move(free_accounts)));
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
      if (failed > 0 && failed < kMostNamed) names += (failed > 1 ? ", " : "") + stream.stream.text();
      ++failed;
    }
    if (failed > kMostNamed) names += " and " + std::to_string(failed - kMostNamed) + " more";
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

}  // namespace locker::cli
