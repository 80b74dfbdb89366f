#include "cli/writer/human_output.hpp"

#include <algorithm>
#include <map>

#include "lib/base/counted.hpp"
#include "lib/base/money.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using sync::AccountReport;
using sync::StreamReport;
using sync::Totals;

std::string amount_of(std::int64_t number, const char* what) { return std::to_string(number) + " " + what; }

constexpr char kNothingNew[] = "nothing new";
constexpr std::chrono::seconds kLongWait{10};

/// Returns `3 new, 1 updated, 2 removed`.
std::string changes_in_words(const store::Counts& counts) {
  std::string words;
  const auto add = [&](std::int64_t number, const char* what) {
    if (number > 0) words += (words.empty() ? "" : ", ") + amount_of(number, what);
  };
  add(counts.created, "new");
  add(counts.updated, "updated");
  add(counts.restored, "restored");
  add(counts.deleted, "deleted");
  add(counts.added, "added");
  add(counts.removed, "no longer listed");
  return words.empty() ? kNothingNew : words;
}

/// Returns `[####......] 40/100`, or only the number if the total is not known.
std::string bar(std::int64_t done, std::optional<std::int64_t> expected) {
  constexpr std::int64_t kCells = 20;
  if (!expected || *expected <= 0) return std::to_string(done);
  const auto filled = std::min(kCells, done * kCells / *expected);
  std::string text = "[";
  for (std::int64_t cell = 0; cell < kCells; ++cell) text += cell < filled ? "#" : ".";
  return text + "] " + std::to_string(done) + "/" + std::to_string(*expected);
}

class PersonOutput final : public SyncOutput {
 public:
  PersonOutput(Context& context, std::set<std::string> free_accounts)
      : context_(context), free_accounts_(std::move(free_accounts)) {}

  void stream_begins(std::string_view account, const store::StreamName&,
                     std::optional<std::int64_t> expected) override {
    expected_[std::string(account)] = expected;
  }
  void page_committed(std::string_view account, const store::StreamName& stream,
                      const Totals& totals) override {
    const std::string name(account);
    waits_.erase(name);
    bars_[name] = name + " " + stream.text() + " " + bar(totals.resources, expected_[name]) +
                  (is_free(name) ? "" : " " + format_dollars(totals.cost));
    draw();
  }
  /// A long wait is written as a permanent line; a short one is shown in the status line only.
  void wait_begins(std::string_view account, std::string_view reason, Instant until) override {
    const auto length = until - context_.clock.now();
    if (length >= kLongWait)
      return say(account, std::string(reason) + " until " + format_human(until, context_.clock.now()));
    waits_[std::string(account)] = std::string(account) + ": " + std::string(reason) + " " +
                                   amount_of(std::chrono::ceil<std::chrono::seconds>(length).count(), "s");
    draw();
  }
  void stream_ends(std::string_view account, const StreamReport& report) override {
    bars_.erase(std::string(account));
    waits_.erase(std::string(account));
    const bool says_nothing =
        report.outcome.is_done() && changes_in_words(report.totals.counts) == kNothingNew;
    if (says_nothing && !report.stream.part.empty()) return draw();  // there may be hundreds of parts
    std::string line = std::string(account) + " " + report.stream.text() + ": ";
    if (report.outcome.is_done())
      line += changes_in_words(report.totals.counts);
    else
      line += (report.failed() ? "" : "left out, ") + report.message +
              (report.hint.empty() ? "" : "; " + report.hint);
    write(line);
  }
  void say(std::string_view account, std::string_view line) override {
    write(std::string(account) + ": " + std::string(line));
  }
  void trace(std::string_view line) override { write(line); }

  void account_ends(const AccountReport& report, int) override {
    const Totals& totals = report.totals;
    std::string line = report.account + ": " + changes_in_words(totals.counts) + "; " +
                       counted(totals.requests, "request", "requests") + ", " +
                       counted(totals.resources, "resource", "resources");
    if (!is_free(report.account)) line += ", " + format_dollars(totals.cost);
    if (totals.included > 0) line += " (" + amount_of(totals.included, "more objects came with them") + ")";
    write(line);
    if (totals.counts.forgotten > 0)
      write(report.account + ": " + std::to_string(totals.counts.forgotten) +
            " of what the service lists were forgotten with \"locker forget\", and are not stored again");
    if (report.no_longer_listed == 0) return;
    write(report.account + ": " + std::to_string(report.no_longer_listed) +
          " of what you wrote are no longer listed; \"locker sync " + report.account +
          " --check-deleted\" would say which are deleted" +
          (is_free(report.account) ? ", for free"
                                   : ", for at most " + format_dollars(report.lookup_estimate.cost)));
  }
  void end(int) override {}

 private:
  [[nodiscard]] bool is_free(const std::string& account) const { return free_accounts_.contains(account); }

  /// Writes a permanent line above the status line.
  void write(std::string_view line) {
    clear();
    context_.err << text::printable(line) << std::endl;
    draw();
  }
  void draw() {
    if (!context_.err_terminal.is_tty) return;
    clear();
    std::string line;
    for (const auto* shown : {&waits_, &bars_})
      for (const auto& [account, text] : *shown) line += (line.empty() ? "" : "   ") + text;
    if (line.empty()) return;
    context_.err << text::truncated(text::printable(line), context_.err_terminal.columns - 1) << std::flush;
    drawn_ = true;
  }
  void clear() {
    if (drawn_) context_.err << "\r\033[K" << std::flush;
    drawn_ = false;
  }

  Context& context_;
  const std::set<std::string> free_accounts_;
  std::map<std::string, std::optional<std::int64_t>> expected_;  ///< of the current stream, by account
  std::map<std::string, std::string> bars_, waits_;              ///< by account
  bool drawn_ = false;
};

}  // namespace

std::unique_ptr<SyncOutput> make_human_output(Context& context, std::set<std::string> free_accounts) {
  return std::make_unique<PersonOutput>(context, std::move(free_accounts));
}

}  // namespace locker::cli
