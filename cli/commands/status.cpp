#include "cli/commands/status.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands/folded_parts.hpp"
#include "cli/output/json_output.hpp"
#include "cli/output/prose.hpp"
#include "cli/output/table.hpp"
#include "lib/base/money.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/sign_in_state/sign_in_state.hpp"
#include "lib/store/database.hpp"
#include "lib/store/status.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;
using store::AccountStatus;
using store::StreamStatus;

/// An account as `status` shows it: the contents of the archive, and the state of its sign-in.
struct Shown {
  AccountStatus status;
  auth::SignInState sign_in;
  bool signs_in = true;  ///< its connector is compiled in
};

std::string_view without_part(std::string_view stream) { return stream.substr(0, stream.find('/')); }

/// Adds the connector's known gap (what the service never returns) to streams that are otherwise complete.
void note_known_gaps(AccountStatus& account, const connector::Descriptor& connector) {
  for (auto& one : account.streams) {
    const auto* stream = connector.stream(without_part(one.stream));
    if (stream && one.complete_to && one.gap.empty()) one.gap = stream->known_gap;
  }
}

/// Returns the subject of a part: `12` of `comments/12:reviews`.
std::string_view subject_of(std::string_view part) {
  const auto slash = part.find('/');
  return slash == std::string_view::npos ? std::string_view()
                                         : part.substr(slash + 1, part.find(':') - slash - 1);
}

/// A part is synced only while its subject is stored and is a member of the parent stream; notes the parts
/// that are not synced any more.
void note_inactive_parts(AccountStatus& account, const connector::Descriptor& connector,
                         const store::Database& database) {
  std::map<std::string, std::set<std::string, std::less<>>> members;
  for (auto& one : account.streams) {
    const auto* stream = connector.stream(without_part(one.stream));
    const std::string_view subject = subject_of(one.stream);
    if (!stream || stream->parts_of.empty() || subject.empty()) continue;
    if (std::ranges::find(stream->fixed_parts, subject) != stream->fixed_parts.end()) continue;
    const auto [of, is_new] = members.try_emplace(stream->parts_of);
    if (is_new) of->second = store::member_keys(database, account.account, stream->parts_of);
    if (!of->second.contains(subject))
      one.gap = "not read any more: what it lies in was forgotten, or is no longer among \"" +
                stream->parts_of + "\"";
  }
}

std::vector<Shown> accounts_of(const store::Database& database, const Context& context) {
  std::vector<Shown> accounts;
  const Instant now = context.clock.now();
  for (auto& status : store::status(database, now)) {
    auto sign_in = auth::sign_in_state(context.home, status.account, now);
    const auto* connector = context.connectors.find(status.connector);
    if (connector) note_known_gaps(status, *connector);
    if (connector) note_inactive_parts(status, *connector, database);
    accounts.push_back({std::move(status), std::move(sign_in), connector != nullptr});
  }
  return accounts;
}

/// Returns what the user should do next; empty if nothing.
std::string next_step(const Shown& account) {
  const auto& status = account.status;
  if (!account.signs_in) return {};  // a connector that is not compiled in signs in by itself
  if (const auto& ended = account.sign_in.ended)
    return "the sign-in ended (" + ended->reason +
           "): " + connector::auth_command(status.connector, status.account);
  if (!account.sign_in.signed_in)
    return "not signed in: " + connector::auth_command(status.connector, status.account);
  const bool cut = std::ranges::any_of(status.streams, &StreamStatus::under_way);
  if (cut) return "a sync was cut: locker sync " + status.account + " goes on";
  const bool never = std::ranges::none_of(
      status.streams, [](const StreamStatus& one) { return one.complete_to.has_value(); });
  if (never) return "not synced yet: locker sync " + status.account + " --dry-run";
  return {};
}

json time_or_null(const std::optional<Instant>& time) { return time ? json(format_rfc3339(*time)) : json(); }
json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }

json stream_json(const StreamStatus& stream) {
  return {{"stream", stream.stream},
          {"members", stream.members},
          {"under_way", stream.under_way},
          {"complete_from", time_or_null(stream.complete_from)},
          {"complete_to", time_or_null(stream.complete_to)},
          {"archive", time_or_null(stream.archive)},
          {"gap", text_or_null(stream.gap)},
          {"last_run",
           {{"began", time_or_null(stream.began)},
            {"ended", time_or_null(stream.ended)},
            {"outcome", stream.outcome ? json(stream.outcome->name()) : json()},
            {"message", text_or_null(stream.message)},
            {"hint", text_or_null(stream.hint)},
            {"requests", stream.requests},
            {"resources", stream.resources},
            {"cost", in_dollars(stream.cost)}}}};
}

json missing_media_json(const std::vector<store::MissingMedia>& missing) {
  json list = json::array();
  for (const auto& one : missing)
    list.push_back({{"problem", one.problem}, {"files", one.files}, {"put_off", one.put_off}});
  return list;
}

json account_json(const Shown& account) {
  const auto& status = account.status;
  json streams = json::array();
  for (const auto& stream : status.streams) streams.push_back(stream_json(stream));
  return {
      {"account", status.account},
      {"connector", status.connector},
      {"user_id", text_or_null(status.user_id)},
      {"handle", text_or_null(status.handle)},
      {"signed_in", account.sign_in.signed_in},
      {"sign_in_ended", account.sign_in.ended ? json(format_rfc3339(account.sign_in.ended->time)) : json()},
      {"records", status.records},
      {"deleted", status.deleted},
      {"budget", status.budget ? json(in_dollars(*status.budget)) : json()},
      {"month_cost", in_dollars(status.month_cost)},
      {"month_gross", in_dollars(status.month_gross)},
      {"month_resources", status.month_resources},
      {"next_step", text_or_null(next_step(account))},
      {"streams", streams},
      {"missing_media", missing_media_json(status.missing_media)}};
}

std::string shown_time(const std::optional<Instant>& time, const Context& context) {
  if (!time) return "-";
  return context.out_terminal.is_tty ? format_human(*time, context.clock.now()) : format_rfc3339(*time);
}

std::string day(Instant time) { return format_rfc3339(time).substr(0, 10); }

/// Returns `complete 2009-03-01 to 2026-11-20 (archive 2024-05-01, then API)`.
std::string coverage_by_archive(const StreamStatus& stream) {
  std::string text = "complete";
  if (stream.complete_from) text += " " + day(*stream.complete_from);
  text += " to " + day(*stream.complete_to) + " (archive " + day(*stream.archive);
  return text + (*stream.complete_to > *stream.archive ? ", then API)" : ")");
}

std::string coverage(const StreamStatus& stream, const Context& context) {
  if (stream.stream == store::kPublished) return "what it published";
  if (!stream.complete_to) return stream.under_way ? "begun" : "-";
  if (stream.archive) return coverage_by_archive(stream) + (stream.under_way ? ", more under way" : "");
  std::string text = "complete";
  if (stream.complete_from) text += " from " + shown_time(stream.complete_from, context);
  text += " to " + shown_time(stream.complete_to, context);
  if (stream.under_way) text += ", more under way";
  return text;
}

std::string last_run(const StreamStatus& stream, const Context& context) {
  if (!stream.began) return "-";
  if (!stream.ended) return shown_time(stream.began, context) + " cut";
  if (stream.stream == store::kPublished) return shown_time(stream.ended, context) + " published";
  return shown_time(stream.ended, context) + " " +
         std::string(stream.outcome ? stream.outcome->name() : "cut");
}

/// Prints gaps and errors. A gap that all parts of a stream share is printed once.
void show_problems(const std::vector<StreamStatus>& streams, const Context& context) {
  std::set<std::pair<std::string_view, std::string_view>> shown;
  for (const auto& stream : streams) {
    if (!stream.gap.empty() && shown.emplace(without_part(stream.stream), stream.gap).second)
      tell("gap in " + stream.stream + ": " + text::printable(stream.gap), context);
    if (!stream.message.empty())
      tell("trouble with " + stream.stream + ": " + text::printable(stream.message) +
               (stream.hint.empty() ? "" : "; " + text::printable(stream.hint)),
           context);
  }
}

void show_missing_media(const AccountStatus& account, const Context& context) {
  for (const auto& one : account.missing_media)
    tell(std::to_string(one.files) + (one.files == 1 ? " medium is" : " media are") +
             " not kept: " + text::printable(one.problem) + "; \"locker sync " + account.account +
             " --media" + (one.put_off ? "\" asks again" : " --full\" asks once more"),
         context);
}

/// Returns `twitter (@me): 465 records, 1 of them deleted at the service; this month $0.83 of $10.00`.
std::string summary(const AccountStatus& status, const std::string& called, bool charges) {
  std::string text = status.account;
  if (!called.empty()) text += " (" + text::printable(called) + ")";
  text += ": " + std::to_string(status.records) + " records";
  if (status.deleted > 0) text += ", " + std::to_string(status.deleted) + " of them deleted at the service";
  if (charges)
    text += "; this month " + format_dollars(status.month_cost) +
            (status.budget ? " of " + format_dollars(*status.budget) : std::string(", no limit"));
  return text;
}

/// Returns the minimum width of a stream's name: the whole name, but only the end of a part's id.
int least_width(const std::string& stream) {
  constexpr std::string_view kEnd = "…8272";
  const auto slash = stream.find('/');
  if (slash == std::string::npos) return text::display_width(stream);
  return text::display_width(stream.substr(0, slash + 1)) + text::display_width(kEnd);
}

/// The coverage is the most important column: the ids of parts and the last run are shortened first.
void show_streams(const std::vector<StreamStatus>& streams, bool charges, const Context& context) {
  constexpr int kTimeOfRun = 13;  // `18 Nov 04:51…`
  Table table({"stream", "members", "last run", "cost", "coverage"}, 4);
  table.align_right(1);
  table.align_right(3);
  int least = 0;
  for (const auto& stream : folded_parts(streams)) {
    table.add({stream.stream, std::to_string(stream.members), last_run(stream, context),
               charges ? format_dollars(stream.cost) : std::string("free"), coverage(stream, context)});
    least = std::max(least, least_width(stream.stream));
  }
  table.make_shrinkable(0, least, true);
  table.make_shrinkable(2, kTimeOfRun);
  if (!table.empty()) table.print(context.out, context.out_terminal);
}

/// A connector that only publishes records has no costs. For a connector that is no longer available, decides
/// by the stored streams.
bool charges_anything(const AccountStatus& status, const Context& context) {
  if (const auto* connector = context.connectors.find(status.connector)) return connector->charges();
  return std::ranges::any_of(status.streams,
                             [](const StreamStatus& one) { return one.stream != store::kPublished; });
}

/// Returns the account's owner in the service's notation; empty if unknown.
std::string called(const AccountStatus& status, const Context& context) {
  const auto* connector = context.connectors.find(status.connector);
  return connector && !status.handle.empty() ? connector->called(status.handle) : status.handle;
}

void show_account(const Shown& account, const Context& context) {
  const auto& status = account.status;
  const bool charges = charges_anything(status, context);
  tell(summary(status, called(status, context), charges), context);
  show_streams(status.streams, charges, context);
  show_problems(status.streams, context);
  show_missing_media(status, context);
  if (const auto next = next_step(account); !next.empty()) tell("next: " + text::printable(next), context);
}

/// Prints the next and last scheduled calls of `locker serve` from its file, whether it is running or not.
void show_schedule(const serve::Schedule& schedule, Context& context) {
  const auto entries = schedule.entries();
  if (entries.empty()) return;
  context.out << "\nschedule of \"locker serve\"\n";
  Table table({"service", "call", "next", "last", "result"}, 4);
  for (const auto& entry : entries)
    table.add({entry.service, entry.path,
               schedule.is_paused(entry.service) ? "paused" : shown_time(entry.at, context),
               shown_time(entry.last, context), entry.result.empty() ? "-" : entry.result});
  table.print(context.out, context.out_terminal);
}

}  // namespace

int run_status(Context& context) {
  context.home.require();
  const auto database = store::Database::open_for_reading(context.home);
  const auto accounts = accounts_of(database, context);
  const auto forgotten = store::forgotten_ids(database);
  const serve::Schedule schedule(context.home.schedule(), context.clock, [] { return 0.0; });
  if (context.json) {
    json all = json::array();
    for (const auto& account : accounts) all.push_back(account_json(account));
    print_json({{"home", context.home.root().string()},
                {"accounts", all},
                {"forgotten", forgotten},
                {"schedule", serve::schedule_object(schedule)}},
               context, 2);
    return 0;
  }
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (i > 0) context.out << "\n";
    show_account(accounts[i], context);
  }
  if (forgotten > 0)
    context.out << "forgotten: " << forgotten << (forgotten == 1 ? " id" : " ids")
                << ", which no sync or import brings back\n";
  show_schedule(schedule, context);
  if (accounts.empty() && !context.quiet)
    context.err << "no account yet; run \"locker connectors\" to see what there is\n";
  return 0;
}

}  // namespace locker::cli
