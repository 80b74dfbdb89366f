#include "lib/sync/walk.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include "lib/http/poll_interval.hpp"
#include "lib/sync/coverage.hpp"
#include "lib/sync/endless_walk_guard.hpp"
#include "lib/sync/follow_up_fetcher.hpp"
#include "lib/sync/identity.hpp"
#include "lib/sync/list_pages.hpp"
#include "lib/sync/outcome.hpp"
#include "lib/sync/page_requests.hpp"
#include "lib/sync/profile_request.hpp"
#include "lib/sync/selection.hpp"
#include "lib/sync/walk_ledger.hpp"

namespace locker::sync {
namespace {

using connector::Order;
using store::Cursor;
using store::WalkMode;

/// Resuming, fetching what is newer, and one pass that proves: no walk needs more.
constexpr int kMostPasses = 4;
/// How often a run restarts the walk of a list whose pages shifted.
constexpr int kMostShifts = 3;
/// Prefix of Cursor::news of a part that had nothing for the first time.
constexpr char kNothingOnce[] = "nothing once: ";

class StreamWalk {
 public:
  StreamWalk(WalkContext& context, const connector::Stream& stream, const Part& part, std::int64_t run,
             StreamReport& report)
      : context_(context),
        ordered_(with_order(stream, part.facts.order)),
        stream_(ordered_ ? *ordered_ : stream),
        name_(part.name),
        facts_(part.facts),
        is_part_(!part.name.part.empty()),
        run_(run),
        report_(report),
        ledger_(context, stream_, part, run, report),
        requests_(context, stream_, part),
        list_(context.service, requests_.numbered()) {}

  void run() {
    for (int pass = 0; pass < kMostPasses; ++pass) {
      confirms_ = walk_again_ && !resumed_;
      if (walk_again_) context_.service.discard_prefetched();
      begin(plan(pass));
      while (!walk_page()) {
      }
      if (!walk_again_) break;
    }
    if (!walk_again_) report_refused(refused_, report_);
    if (awaits_decision(cursor_) && !requests_.may_read_all_again()) requests_.tell_undecided(report_);
    if (context_.on_pause_requested && pause_.count() > 0) context_.on_pause_requested(name_, pause_);
  }

  bool prefetch_first_page(std::size_t most) {
    begin(plan(0));
    return context_.service.prefetch_page(requests_.next(cursor_, size_, rereads_),
                                          conditional_ && cursor_.token.empty(), most);
  }

 private:
  static std::optional<connector::Stream> with_order(const connector::Stream& stream,
                                                     const std::optional<Order>& order) {
    if (!order) return std::nullopt;
    std::optional ordered = stream;
    ordered->order = *order;
    return ordered;
  }

  [[nodiscard]] Plan plan(int pass) const {
    const bool full_requested = context_.options.full || context_.options.accept_removals ||
                                (requests_.is_single_response() && !is_always_read_whole(stream_));
    const Instant now = context_.clock.now();
    const Cursor stored = context_.writer.cursor(context_.account, name_);
    return plan_walk(stream_, stored, full_requested && pass == 0, now,
                     {.open = !context_.writer.unanswered(context_.account, name_).empty(),
                      .since_refused = context_.refused_bounds.is_refused(name_, now),
                      .may_decide = awaits_decision(stored) && requests_.may_read_all_again(),
                      .renamed = has_new_subject(facts_, stored)});
  }

  void begin(Plan plan) {
    if (requests_.leaves_service(plan.cursor.token)) plan = {.cursor = restart_walk(plan.cursor, false)};
    cursor_ = plan.cursor;
    cursor_.news = marker_of(facts_);
    resumed_ = plan.resumed;
    rereads_ = plan.rereads;
    conditional_ = plan.conditional && context_.service.connector().facts().conditional_requests;
    began_ = context_.clock.now();
    size_ = first_page_size(stream_, cursor_);
    walk_again_ = false;
    endless_.begin(cursor_.token);
    refused_.clear();
    list_.begin(!resumed_, cursor_.mode == WalkMode::full);
  }

  /// Processes one page from request to commit. Returns true if it ended the walk.
  bool walk_page() {
    if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    PageQuery query = requests_.next(cursor_, size_, rereads_);
    list_.before(query);
    if (context_.prefetch_ahead) context_.prefetch_ahead();
    const ApiClient::Answer answer = list_.ask(query, conditional_);
    if (query.token.empty()) began_ = answer.asked;
    if (query.token.empty()) pause_ = http::poll_interval(answer.response);
    if (answer.kind != ApiClient::Answer::Kind::page) return handle_other_answer(query, answer);
    PageContent content = reading(query, [&] { return read(query, answer.response); });
    list_.read(query, answer.response, content);
    endless_.note_next_page(content.next_token);
    const FollowUpFetcher followed(
        context_, query, content,
        [this](const auto& whole, const FollowUpFetcher& so_far) { store_early(whole, so_far); });
    if (stream_.name == kProfile) expect_owner(context_.service, context_.account, content);
    refused_.insert(refused_.end(), followed.refused().begin(), followed.refused().end());
    tell_apart(context_.writer, context_.account, context_.service.connector().facts(), content);
    take_handle(context_.service, context_.writer, context_.account, content.handle);
    return reading(query, [&] { return commit(content, answer, followed); });
  }

  /// The answer is no page. Returns true if that ends the walk.
  bool handle_other_answer(const PageQuery& query, const ApiClient::Answer& answer) {
    using Kind = ApiClient::Answer::Kind;
    switch (answer.kind) {
      case Kind::restart_walk:
        return restart(answer.refusal == Refusal::since_refused);
      case Kind::unchanged:
        if (!is_answered_on_retry(context_, query, refused_)) return end_without_page();
        begin({.cursor = restart_walk(cursor_, false)});
        return false;
      case Kind::nothing:
        return handle_empty_answer(query);
      case Kind::list_cut_off:
        return end_early(query, answer);
      default:
        report_.outcome = store::RunOutcome::skipped();
        report_.message = answer.message;
        report_.hint = answer.hint;
        report_.is_obtainable = !answer.hint.empty();
        return true;
    }
  }

  /// `unbounded`: since the service refused the lower bound.
  bool restart(bool unbounded) {
    if (unbounded) context_.refused_bounds.note(name_, context_.clock.now());
    endless_.note_restart();
    begin({.cursor = restart_walk(cursor_, unbounded)});
    return false;
  }

  bool end_without_page() {
    settle({.resumed = resumed_, .began = began_, .ended = context_.clock.now()});
    return true;
  }

  /// Behind elements there is not nothing: that page is refused. A part that has nothing may be a mistake of
  /// the service, so it is requested once more although its record reports no news; then it is believed.
  bool handle_empty_answer(const PageQuery& query) {
    if (!query.token.empty()) return restart(false);
    const std::string in_doubt = kNothingOnce + marker_of(facts_);
    const bool once_before = context_.writer.cursor(context_.account, name_).news == in_doubt;
    if (!facts_.news.empty() && !once_before) cursor_.news = in_doubt;
    return end_without_page();
  }

  /// The service returns no further page, as if the one before had been the last.
  bool end_early(const PageQuery& query, const ApiClient::Answer& answer) {
    PageContent content;
    content.is_truncated = true;
    if (!reached_depth_cap(stream_, is_part_, cursor_.met)) content.left_out = answer.message;
    list_.note_withheld(content);
    return commit(content, answer, FollowUpFetcher(context_, query, content, {}));
  }

  /// A page that leads elsewhere is refused before its cursor is committed, with which no walk could go on.
  PageContent read(const PageQuery& query, const http::Response& response) const {
    PageContent content = context_.service.connector().read_page(query, response);
    if (requests_.leaves_service(content.next_token))
      throw Error(ErrorKind::malformed, "the service's next page leads to another place");
    return content;
  }

  /// Stores records before the page that lists them; that page makes them members.
  void store_early(const std::vector<store::Observation>& whole, const FollowUpFetcher& so_far) {
    const Instant now = context_.clock.now();
    store::Page page = context_.writer.begin_page(context_.account, name_, cursor_.walk, run_, now, now);
    so_far.save_early_results(page);
    const store::PageResult result = page.store(whole, {});
    page.commit();
    ledger_.committed({}, result, {}, 0, 0);
  }

  template <typename Step>
  std::invoke_result_t<Step> reading(const PageQuery& query, const Step& step) {
    try {
      return step();
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::malformed) ledger_.charge_unreadable(query, requests_.least());
      throw;
    }
  }

  bool commit(PageContent& content, const ApiClient::Answer& answer, const FollowUpFetcher& followed) {
    const Instant now = context_.clock.now();
    store::Page page = context_.writer.begin_page(context_.account, name_, cursor_.walk, run_, now, now);
    if (cursor_.token.empty()) keep_validator(page, content, answer);
    followed.save_validators(page);
    const store::PageResult result = page.store(content.observations, content.members);
    // Not earlier: requests of a page that cannot be stored are booked by charge_unreadable().
    const std::int64_t requests = ledger_.unbooked_requests();
    cursor_.met += static_cast<std::int64_t>(content.members.size());
    if (!content.newest.empty()) note_ids(stream_, cursor_, content.newest, content.oldest);
    const bool reached_end = content.next_token.empty();
    const bool reached =
        cursor_.mode == WalkMode::incremental && reaches_mark(stream_, cursor_, content.oldest);
    const bool ended = reached_end || reached || meets_known_page(stream_, cursor_, result);
    const bool pending_recheck = ended && requests_.numbered() && (resumed_ || list_.count() > 1);
    const WithheldContent& withheld = list_.withheld_content();
    const WalkEnd end{.reached_end = reached_end,
                      .missed_mark = reached_end && missed_mark(stream_, cursor_),
                      .is_truncated = withheld.is_truncated || !withheld.withheld_reason.empty(),
                      .withheld_reason = withheld.withheld_reason,
                      .left_out = withheld.left_out,
                      .resumed = resumed_,
                      .began = began_,
                      .ended = now};
    store::ProofResult proof;
    if (ended && !pending_recheck)
      proof = finish(page, end);
    else
      cursor_.token = ended ? "" : content.next_token;
    if (pending_recheck && resumed_) cursor_ = sync::pending_recheck(std::move(cursor_), true);
    page.save_cursor(cursor_);
    if (requests_.is_uncounted(rereads_))
      content.charges.resize(std::min<std::size_t>(content.charges.size(), result.counts.added));
    const std::int64_t cost = page.charge(content.charges, requests, content.included);
    page.notice(content.notices);
    page.commit();
    ledger_.committed(content, result, proof, requests, cost);
    if (pending_recheck) return make_sure(end);
    if (!ended) prepare_next(result);
    if (proof.guarded > 0) throw guard_error(context_.account, stream_.name, proof.guarded);
    return ended;
  }

  /// All pages are stored, and the cursor asks for a restart until it is certain that no element was missed.
  /// If one may have been, the walk restarts at once, within kMostShifts and the budget.
  bool make_sure(WalkEnd end) {
    end.may_be_incomplete = resumed_ || !list_.nothing_shifted_past(context_.prefetch_ahead);
    if (end.may_be_incomplete) context_.service.discard_prefetched();
    if (end.may_be_incomplete && ++shifts_ <= kMostShifts && requests_.may_reread(cursor_.met)) {
      begin({.cursor = restart_walk(cursor_, false), .rereads = true});
      return false;
    }
    settle(end);
    return true;
  }

  /// Ends the walk without a further page.
  void settle(const WalkEnd& end) {
    const Instant now = context_.clock.now();
    const std::int64_t requests = ledger_.unbooked_requests();
    store::Page page = context_.writer.begin_page(context_.account, name_, cursor_.walk, run_, now, now);
    const store::ProofResult proof = finish(page, end);
    page.save_cursor(cursor_);
    page.charge({}, requests, 0);
    page.commit();
    ledger_.committed({}, {}, proof, requests, 0);
    if (proof.guarded > 0) throw guard_error(context_.account, stream_.name, proof.guarded);
  }

  /// An unordered stream's first page validates the whole list only if it is the only page.
  void keep_validator(store::Page& page, const PageContent& content, const ApiClient::Answer& answer) const {
    if (!context_.service.connector().facts().conditional_requests) return;
    const bool tells = !is_always_read_whole(stream_) || content.next_token.empty();
    page.keep_validator(answer.address, tells ? validator_of(answer.response) : store::Validator{});
  }

  store::ProofResult finish(store::Page& page, WalkEnd end) {
    end.oldest = stream_.order == Order::by_update ? parse_rfc3339(cursor_.oldest)
                                                   : context_.service.connector().time_of_id(cursor_.oldest);
    if (!stream_.count_field.empty())
      end.total = context_.writer.profile_number(context_.account, stream_.count_field);
    store::ProofResult proof;
    if (end.reached_end && !end.is_truncated && !end.may_be_incomplete)
      proof = page.prove_absence(proof_of_this());
    if (end.reached_end && !end.may_be_incomplete && !resumed_ && cursor_.mode == WalkMode::full)
      forget_vanished(context_, name_, refused_, page);
    const Cursor walked = std::exchange(cursor_, settled(stream_, is_part_, cursor_, end, proof));
    walk_again_ = resumed_ && !end.may_be_incomplete;
    if (end.may_be_incomplete || withholding_has_ended(walked)) cursor_ = with_full_walk_pending(cursor_);
    if (proof.unproven > 0 && requests_.may_reread(walked.met)) {
      cursor_ = with_rewalk_pending(walked, cursor_);
      walk_again_ = true;
    }
    return proof;
  }

  /// True if the service no longer withholds anything, but this walk read only what is new.
  [[nodiscard]] bool withholding_has_ended(const Cursor& walked) const {
    return list_.count() > 0 && list_.withheld_content().withheld_reason.empty() &&
           walked.mode == WalkMode::incremental && was_withheld(walked);
  }

  [[nodiscard]] store::Proof proof_of_this() const {
    store::Proof proof = proof_of(stream_, is_part_, cursor_, context_.options.accept_removals);
    proof.spared = list_.withheld_content().access_markers;
    // An empty list that says so cannot have ended too early.
    if (list_.withheld_content().confirmed_empty && cursor_.met == 0) proof.end_is_unproven = false;
    if (requests_.numbered() && list_.count() > 1 && !confirms_) proof.unbroken = false;
    return proof;
  }

  void prepare_next(const store::PageResult& result) {
    const bool reached_older = cursor_.oldest != std::exchange(oldest_before_, cursor_.oldest);
    endless_.note_page(result.fresh > 0 || result.known > 0 || reached_older);
    size_ = next_page_size(stream_, cursor_, size_, result.fresh > 0 || !result.in_order);
  }

  WalkContext& context_;
  const std::optional<connector::Stream> ordered_;  ///< the stream with the order of this part
  const connector::Stream& stream_;
  const store::StreamName& name_;
  const PartFacts& facts_;
  const bool is_part_;
  const std::int64_t run_;
  StreamReport& report_;
  WalkLedger ledger_;
  const PageRequests requests_;
  ListPages list_;
  EndlessWalkGuard endless_;

  Cursor cursor_;
  bool resumed_ = false;
  bool rereads_ = false;
  bool conditional_ = false;
  bool walk_again_ = false;
  bool confirms_ = false;  ///< the previous pass was unbroken and found members gone
  Instant began_;
  std::chrono::seconds pause_{0};  ///< requested by the service with the first page
  int size_ = 0;
  std::vector<RefusedFollowUp> refused_;
  int shifts_ = 0;
  std::string oldest_before_;
};

}  // namespace

bool prefetch_first_page(WalkContext& context, const connector::Stream& stream, const Part& part,
                         std::size_t most) {
  StreamReport nobody;
  return StreamWalk(context, stream, part, 0, nobody).prefetch_first_page(most);
}

void walk_stream(WalkContext& context, const connector::Stream& stream, const Part& part, std::int64_t run,
                 StreamReport& report) {
  StreamWalk(context, stream, part, run, report).run();
}

}  // namespace locker::sync
