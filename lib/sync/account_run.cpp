#include "lib/sync/account_run.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>

#include "lib/base/counted.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/money.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/store/database_error.hpp"
#include "lib/sync/coverage.hpp"
#include "lib/sync/due_parts.hpp"
#include "lib/sync/estimate.hpp"
#include "lib/sync/lookahead.hpp"
#include "lib/sync/name_lookup.hpp"
#include "lib/sync/persistent_failure.hpp"
#include "lib/sync/poll_times.hpp"
#include "lib/sync/profile_request.hpp"

namespace locker::sync {
namespace {

using connector::Stream;
using store::StreamName;

constexpr char kLookup[] = "check-deleted";
constexpr char kNames[] = "names";

class AccountRun {
 public:
  AccountRun(const RunRequest& request, const RunTools& tools)
      : request_(request),
        tools_(tools),
        account_(tools.writer.account(request.account).value()),
        budget_(tools.caps, request.account, account_.budget,
                tools.writer.month_cost(request.account, now())),
        service_(
            tools.connector, tools.transport, &tools.writer, request.account,
            {request.api_base, account_.user_id, account_.handle, account_.dialect, request.choice.scopes},
            tools.clock, tools.stop),
        refused_bounds_(tools.home, request.account),
        context_{request.account, service_,       tools.writer,  tools.clock, budget_,
                 refused_bounds_, tools.progress, request.walks, tools.stop},
        polls_(tools.home, request.account) {
    report_.account = request.account;
    context_.may_ask = [this](const StreamName& name) { return may_ask(name); };
    context_.on_pause_requested = [this](const StreamName& name, std::chrono::seconds pause) {
      polls_.note(name, now(), pause);
    };
  }

  AccountReport run() {
    const std::int64_t sent_before = tools_.meter.sent;
    try {
      const FileLock alone = lock();
      began_ = now();
      const auto selected = select_streams(facts(), request_.only, request_.choice);
      if (account_.user_id.empty() || !request_.identity_checked) identify();
      walk_all(selected);
      lookups_ = lookup_scope(tools_.connector, selected, began_);
      if (request_.check_deleted && !report_.ended_by) look_for_deleted();
      if (request_.look_up_names && !report_.ended_by) name_people();
      note_undecided(report_);
    } catch (const Error& error) {
      report_.ended_by = Ending{error.kind(), error.what(), error.hint()};
    } catch (const std::exception& error) {
      const Error trouble = store::database_error(error, tools_.home);
      report_.ended_by = Ending{trouble.kind(), trouble.what(), trouble.hint()};
    }
    for (const auto& stream : report_.streams) report_.totals += stream.totals;
    report_.totals.requests = tools_.meter.sent - sent_before;
    note_unlisted();
    return std::move(report_);
  }

 private:
  [[nodiscard]] Instant now() const { return tools_.clock.now(); }
  [[nodiscard]] const connector::Descriptor& facts() const { return tools_.connector.facts(); }

  FileLock lock() const {
    tools_.home.create_account(request_.account);
    return FileLock::take(tools_.home.account(request_.account) / "sync.lock",
                          "another sync of " + request_.account + " is running", "wait until it is done");
  }

  ProfileResponse request_owner() {
    const std::int64_t sent_before = tools_.meter.sent;
    try {
      return request_profile(service_, tools_.meter);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::malformed)
        count(charge_unparsed_profile(error, tools_.connector, tools_.writer, request_.account,
                                      tools_.meter.sent - sent_before, now()));
      throw;
    }
  }

  void count(const Totals& totals) {
    budget_.spend(totals.resources, totals.cost);
    report_.totals += totals;
  }

  /// Learns whose account it is before anything of it is stored, and binds the account to that user for good.
  void identify() {
    const ProfileResponse look = request_owner();
    tools_.writer.bind_account(request_.account, look.identity.user_id, look.identity.handle);
    service_.set_user(look.identity.user_id, look.identity.handle);
    report_.identified = true;
    handle_ = Handle::sure;
    count(keep_profile(look, tools_.connector, tools_.writer, request_.account, now(), false));
  }

  /// Sends requests ahead if they cost nothing; pages are walked and committed in order all the same.
  void walk_all(const std::vector<Selected>& selected) {
    if (!facts().charges() && !tools_.caps.items)
      service_.enable_prefetching(requested_twice(tools_.connector, service_.address(), selected));
    lookahead_.emplace(context_, selected);
    context_.prefetch_ahead = [this] { lookahead_->fill(); };
    for (const auto& one : selected)
      if (!report_.ended_by) walk(one);
  }

  void walk(const Selected& one) {
    lookahead_->stream_begins(*one.stream);
    trouble_.stream_begins();
    if (handle_ == Handle::refused) handle_ = Handle::stored;
    if (!one.missing_scope.empty()) return refuse(one);
    is_explicit_ = one.is_explicit;
    const bool parts_of_itself = one.stream->parts_of == one.stream->name;
    if (parts_of_itself) walk_fixed(*one.stream);
    walk_members(*one.stream);
    if (!parts_of_itself) walk_fixed(*one.stream);
  }

  /// Makes sure that the handle is current: under a former one the service would return nothing, or another
  /// user's data.
  void be_sure_of_handle() {
    if (handle_ == Handle::sure) return;
    handle_ = Handle::refused;
    learn_handle(service_, tools_.writer, request_.account);
    handle_ = Handle::sure;
  }

  void walk_fixed(const Stream& stream) {
    for (const auto& name : fixed_names(stream)) walk_part(stream, {name});
  }

  /// Walks the parts that belong to a record. This precedes the fixed parts of the stream, unless it is a
  /// stream of its own parts: what has a part of its own is returned more fully there.
  void walk_members(const Stream& stream) {
    if (stream.parts_of.empty() || report_.ended_by) return;
    const auto parts =
        member_parts(tools_.connector, service_.address(), stream, tools_.writer, request_.account);
    const bool ends = tools_.connector.parts_end_with_record(stream);
    for (const auto& name : parts_without_record(stream, parts)) ends ? end_part(name) : leave_behind(name);
    for (const auto& part : parts)
      if (is_due(tools_.writer, request_.account, stream, part, request_.walks, now()))
        walk_part(stream, part);
  }

  /// Returns the stored parts that no record has any more, mostly since it has left its stream.
  std::vector<StreamName> parts_without_record(const Stream& stream, const std::vector<Part>& live) {
    std::vector<StreamName> names = tools_.writer.parts(request_.account, stream.name);
    std::set<std::string_view> read(stream.fixed_parts.begin(), stream.fixed_parts.end());
    for (const auto& part : live) read.insert(part.name.part);
    std::erase_if(names, [&](const StreamName& name) { return read.contains(name.part); });
    return names;
  }

  /// Keeps what the part holds, and notes in its coverage that nothing more is read of it.
  void leave_behind(const StreamName& name) {
    const store::Cursor cursor = tools_.writer.cursor(request_.account, name);
    if (is_left_behind(cursor)) return;
    recorded(name, [&](std::int64_t run, StreamReport&) {
      store::Page page = tools_.writer.begin_page(request_.account, name, cursor.walk, run, now(), now());
      page.save_cursor(left_behind(cursor));
      page.commit();
    });
  }

  /// Ends all memberships of the part, whose record has left its stream, which was proven when it left. The
  /// part then counts as never walked.
  void end_part(const StreamName& name) {
    recorded(name, [&](std::int64_t run, StreamReport& report) {
      const std::int64_t walk = tools_.writer.cursor(request_.account, name).walk + 1;
      store::Page page = tools_.writer.begin_page(request_.account, name, walk, run, now(), now());
      report.totals.counts.removed = page.prove_absence({.unbroken = true, .accept_removals = true}).removed;
      page.save_cursor({.walk = walk});
      page.commit();
    });
  }

  void walk_part(const Stream& stream, const Part& part) {
    if (report_.ended_by || (stream.by_handle && handle_ == Handle::refused)) return;
    if (trouble_.affects_stream()) return;
    if (!may_ask(part.name)) return;
    lookahead_->part_begins(part.name);
    recorded(part.name, [&](std::int64_t run, StreamReport& report) {
      tools_.progress.stream_begins(
          request_.account, part.name,
          expected_elements(tools_.writer, request_.account, stream, part.name, request_.walks));
      if (stream.by_handle) be_sure_of_handle();
      walk_stream(context_, stream, part, run, report);
      if (is_missed(report)) report.outcome = ErrorKind::forbidden;
    });
    if (stream.name == kProfile && !report_.streams.back().failed()) handle_ = Handle::sure;
  }

  /// Returns true if the part may be polled now. Full walks, accepted removals and interrupted walks do not
  /// wait.
  [[nodiscard]] bool may_ask(const StreamName& name) {
    if (request_.walks.full || request_.walks.accept_removals || polls_.may_ask(name, now())) return true;
    return tools_.writer.cursor(request_.account, name).mode != store::WalkMode::none;
  }

  /// Returns true if a whole stream that was requested by name, not a part among others, could be had.
  [[nodiscard]] bool is_missed(const StreamReport& report) const {
    return report.is_obtainable && is_explicit_ && report.stream.part.empty();
  }

  /// Reports a stream without its scope: an error if it was requested by name, or at sign-in and not granted;
  /// skipped if it was only a default.
  void refuse(const Selected& one) {
    StreamReport report;
    report.stream = {one.stream->name, {}};
    report.outcome = one.is_explicit || one.was_refused ? ErrorKind::forbidden : store::RunOutcome::skipped();
    report.message = missing_scope_message(one);
    report.hint = missing_scope_hint(one, connector::auth_command(facts().id, request_.account));
    if (report.failed()) {
      const auto run = tools_.writer.begin_run(request_.account, report.stream, now());
      tools_.writer.end_run(run, {report.outcome, report.message, report.hint}, now());
    }
    tools_.progress.stream_ends(request_.account, report);
    report_.streams.push_back(std::move(report));
  }

  void look_for_deleted() {
    const LookupEstimate estimate =
        estimate_lookup(tools_.writer, tools_.connector, request_.account, lookups_);
    if (estimate.records == 0) return;
    tools_.progress.say(request_.account, lookup_announcement(tools_.connector, lookups_, estimate));
    recorded({kLookup, {}}, [&](std::int64_t run, StreamReport& report) {
      tools_.progress.stream_begins(request_.account, report.stream, estimate.records);
      report_.lookup = check_deleted(context_, lookups_, run, report);
    });
  }

  void name_people() {
    const LookupEstimate estimate = estimate_names(tools_.writer, tools_.connector, request_.account);
    if (estimate.records == 0) return;
    tools_.progress.say(request_.account, "asking for the names of " + std::to_string(estimate.records) +
                                              " people, " +
                                              counted(estimate.requests, "request", "requests") +
                                              ", at most " + format_dollars(estimate.cost));
    recorded({kNames, {}}, [&](std::int64_t run, StreamReport& report) {
      tools_.progress.stream_begins(request_.account, report.stream, estimate.records);
      look_up_names(context_, run, report);
    });
  }

  /// Runs `work` as one entry of the ledger and of the report, and records an error in both.
  template <class Work>
  void recorded(const StreamName& name, Work work) {
    StreamReport report;
    report.stream = name;
    const std::int64_t run = tools_.writer.begin_run(request_.account, name, now());
    const std::int64_t sent_before = service_.sent();
    try {
      work(run, report);
      if (report.had_trouble && is_wait_refused()) end_for_now(report);
    } catch (const Error& error) {
      report.outcome = error.kind();
      report.message = error.kind() == ErrorKind::malformed
                           ? std::string("unreadable answer: ") + error.what()
                           : error.what();
      report.hint = error.hint();
      trouble_.note(error);
      if (ends_the_run(error.kind()) || (error.kind() == ErrorKind::network && is_wait_refused()) ||
          trouble_.affects_service())
        report_.ended_by = Ending{error.kind(), report.message, report.hint};
    }
    if (!report.failed()) trouble_.note_success();
    report.totals.requests = service_.sent() - sent_before;
    tools_.writer.end_run(run, {report.outcome, report.message, report.hint}, now());
    tools_.progress.stream_ends(request_.account, report);
    report_.streams.push_back(std::move(report));
  }

  /// A retry of a follow-up needed a wait that was not allowed, which ends the run as it does for a page.
  void end_for_now(StreamReport& report) {
    report.outcome = ErrorKind::network;
    report_.ended_by = Ending{ErrorKind::network, report.message, report.hint};
  }

  [[nodiscard]] bool is_wait_refused() const { return tools_.is_wait_refused && tools_.is_wait_refused(); }

  void note_unlisted() {
    if (!request_.walks.full || request_.check_deleted) return;
    for (const auto& stream : report_.streams)
      if (is_looked_up(tools_.connector, stream.stream.name))
        report_.no_longer_listed += stream.totals.counts.removed;
    if (report_.no_longer_listed > 0)
      report_.lookup_estimate =
          estimate_lookup(tools_.writer, tools_.connector, request_.account, lookups_of_another_run());
  }

  /// Returns the scope of a later run, for which records met in this run count as little as those met before.
  [[nodiscard]] LookupScope lookups_of_another_run() const {
    LookupScope scope = lookups_;
    scope.met_since = Instant::max();
    return scope;
  }

  const RunRequest& request_;
  const RunTools& tools_;
  const store::Account account_;
  Budget budget_;
  ApiClient service_;
  RefusedBounds refused_bounds_;
  WalkContext context_;
  PollTimes polls_;
  std::optional<Lookahead> lookahead_;
  PersistentFailure trouble_;
  AccountReport report_;
  Instant began_;
  LookupScope lookups_;
  bool is_explicit_ = false;
  /// What is known of the user's handle: it was stored earlier, this run confirmed it, or the service does
  /// not return it for now.
  enum class Handle { stored, sure, refused } handle_ = Handle::stored;
};

}  // namespace

AccountReport run_account(const RunRequest& request, const RunTools& tools) {
  return AccountRun(request, tools).run();
}

}  // namespace locker::sync
