#include "cli/commands/care.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/money.hpp"
#include "lib/media/check.hpp"
#include "lib/store/query.hpp"
#include "lib/store/reference.hpp"
#include "lib/store/status.hpp"
#include "lib/store/write/backup.hpp"
#include "lib/store/write/forget.hpp"
#include "lib/store/write/verify.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

constexpr int kProblemsShown = 20;

/// Opened for writing where that may be done: FTS5 checks itself only then, and an older schema is brought up
/// to date.
store::Database open_to_verify(const Home& home) {
  const bool may_write = access(home.root().c_str(), W_OK) == 0 && access(home.database().c_str(), W_OK) == 0;
  return may_write ? store::Database::open_for_writing(home) : store::Database::open_for_reading(home);
}

std::string count(std::int64_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

}  // namespace

int run_verify(Context& context) {
  context.home.require();
  const auto database = open_to_verify(context.home);
  store::Verdict verdict = store::verify(database, context.stop);
  media::Checked files;
  if (verdict.whole_schema) files = media::check_files(database, context.stop);
  std::ranges::move(files.problems, std::back_inserter(verdict.problems));
  if (context.json) {
    context.out << nlohmann::json{{"ok", verdict.problems.empty()},
                                  {"records", verdict.records},
                                  {"versions", verdict.versions},
                                  {"parts", verdict.parts},
                                  {"index_entries", verdict.index_entries},
                                  {"index_structure", verdict.index_structure},
                                  {"files", files.files},
                                  {"problems", verdict.problems}}
                       .dump()
                << "\n";
  } else if (!context.quiet) {
    context.out << count(verdict.records, "record", "records") << ", "
                << count(verdict.versions, "version", "versions") << ", "
                << count(verdict.index_entries, "index entry", "index entries") << ", "
                << count(files.files, "media file", "media files") << " checked\n";
    if (!verdict.index_structure)
      context.out << "not checked: how the full-text index is built, which takes the right to write to "
                  << context.home.root().string() << "\n";
    for (int shown = 0; const auto& problem : verdict.problems)
      if (shown++ < kProblemsShown) context.out << text::printable(problem) << "\n";
  }
  if (verdict.problems.empty()) return 0;
  throw Error(ErrorKind::internal,
              count(static_cast<std::int64_t>(verdict.problems.size()), "problem", "problems") +
                  " found in " + context.home.database().string(),
              "restore a backup, or sync again into a new home and compare");
}

int run_backup(const BackupOptions& options, Context& context) {
  const auto result = store::backup(context.home, options.file, context.stop);
  if (context.json)
    context.out << nlohmann::json{{"file", options.file},
                                  {"bytes", result.bytes},
                                  {"records", result.records},
                                  {"versions", result.versions}}
                       .dump()
                << "\n";
  else if (!context.quiet)
    context.out << options.file << ": " << count(result.records, "record", "records") << ", "
                << count(result.versions, "version", "versions") << ", " << result.bytes
                << " bytes, checked\n";
  return 0;
}

namespace {

void confirm_account(const ForgetOptions& options, Context& context) {
  if (options.yes) return;
  const std::string what = "all of account \"" + options.what + "\", with its history and media";
  if (context.no_input || !context.in_is_tty)
    throw Error(ErrorKind::usage, "this would erase " + what + " for good",
                "add --yes if that is what you want");
  context.err << "This erases " << what << " for good. Type the account's name to go on: " << std::flush;
  std::string answer;
  std::getline(context.in, answer);
  if (answer != options.what) throw Error(ErrorKind::usage, "nothing was erased");
}

int forget_account(const ForgetOptions& options, Context& context) {
  confirm_account(options, context);
  const auto folder = context.home.account(options.what);
  // A sync under way would go on writing what is being erased.
  std::optional<FileLock> alone;
  if (std::filesystem::exists(folder))
    alone = FileLock::take(folder / "sync.lock", "account \"" + options.what + "\" is being synced",
                           "wait for it, or stop it");
  const bool signed_in = std::filesystem::exists(folder / "auth.json");
  const auto erased = store::forget_account(context.home, context.connectors, options.what,
                                            context.clock.now(), context.stop);
  std::filesystem::remove_all(folder);
  if (context.json) {
    context.out << nlohmann::json{{"forgotten", options.what}, {"records", erased}}.dump() << "\n";
  } else if (!context.quiet) {
    context.out << "forgot " << count(erased, "record", "records") << " of " << options.what << "\n";
    if (signed_in)
      context.err << "its token was erased here; revoke locker's access at the service as well\n";
  }
  return 0;
}

bool is_member(const store::Database& database, const Context& context, const store::Resolved& record,
               const std::string& stream) {
  bool found = false;
  store::query(database, context.connectors,
               {.sources = {record.account}, .types = {record.type}, .streams = {stream}},
               [&](const store::QueryRow& row) { return !(found = row.record == record.record); });
  return found;
}

/// Streams in which what lies in a record is read, as long as that is kept: the issues of a repository.
std::vector<std::string> read_within(const store::Database& database, const Context& context,
                                     const store::Resolved& record) {
  std::vector<std::string> streams;
  for (const connector::Descriptor* connector : context.connectors.all())
    for (const auto& stream : connector->streams) {
      const auto* of = stream.parts_of.empty() ? nullptr : connector->stream(stream.parts_of);
      if (of && of->type == record.type && is_member(database, context, record, of->name))
        streams.push_back(stream.name);
    }
  return streams;
}

/// A record, and the streams that are read within it.
std::pair<store::Resolved, std::vector<std::string>> named_by(const std::string& reference,
                                                              const Context& context) {
  const auto database = store::Database::open_for_reading(context.home);
  auto found = store::resolve_itself(database, context.connectors, reference);
  auto within = read_within(database, context, found);
  return {std::move(found), std::move(within)};
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

int run_forget(const ForgetOptions& options, Context& context) {
  context.home.require();
  const auto names = context.home.accounts();
  if (std::ranges::find(names, options.what) != names.end()) return forget_account(options, context);
  const auto [found, within] = named_by(options.what, context);
  const bool erased = store::forget_record(context.home, context.connectors, found.account,
                                           {found.type, found.id}, context.clock.now());
  if (!erased) throw Error(ErrorKind::gone, options.what + " is not in this locker");
  if (context.json)
    context.out
        << nlohmann::json{{"forgotten", options.what}, {"records", 1}, {"no_longer_synced", within}}.dump()
        << "\n";
  else if (!context.quiet)
    context.out << "forgot " << text::printable(options.what) << "\n";
  if (!within.empty() && !context.json && !context.quiet)
    context.err << "what comes to be in it is not synced any more: " << listed(within) << "\n";
  return 0;
}

namespace {

store::AccountStatus account_of(const std::string& name, const Context& context) {
  const auto all = store::status(store::Database::open_for_reading(context.home), context.clock.now());
  const auto found = std::ranges::find(all, name, &store::AccountStatus::account);
  if (found == all.end())
    throw Error(ErrorKind::usage, "there is no account \"" + name + "\"",
                "run \"locker connectors\" to see those there are");
  return *found;
}

std::optional<std::int64_t> set_budget(const BudgetOptions& options, Context& context) {
  const auto amount = parse_dollars(options.amount);
  if (!amount && options.amount != "none")
    throw Error(ErrorKind::usage, "\"" + options.amount + "\" is no sum of dollars",
                "say for example 10, 2.50 or none");
  store::Writer(context.home, context.connectors).set_budget(options.account, amount);
  return amount;
}

}  // namespace

int run_budget(const BudgetOptions& options, Context& context) {
  context.home.require();
  // To show it writes nothing.
  auto account = account_of(options.account, context);
  if (!options.amount.empty()) account.budget = set_budget(options, context);
  const auto& budget = account.budget;
  const auto spent = account.month_cost;
  if (context.json)
    context.out << nlohmann::json{{"account", options.account},
                                  {"budget",
                                   budget ? nlohmann::json(static_cast<double>(*budget) / 1e6) : nullptr},
                                  {"spent", static_cast<double>(spent) / 1e6}}
                       .dump()
                << "\n";
  else if (!context.quiet)
    context.out << options.account << ": " << (budget ? format_dollars(*budget) + " a month" : "no limit")
                << ", " << format_dollars(spent) << " spent this month\n";
  return 0;
}

}  // namespace locker::cli
