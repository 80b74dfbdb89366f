#include "lib/sync/walk.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include "lib/http/poll_interval.hpp"
#include "lib/sync/coverage.hpp"
#include "lib/sync/endless_walk.hpp"
#include "lib/sync/followed.hpp"
#include "lib/sync/identity.hpp"
#include "lib/sync/list_pages.hpp"
#include "lib/sync/outcome.hpp"
#include "lib/sync/page_requests.hpp"
#include "lib/sync/profile_look.hpp"
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
      if (walk_again_) context_.service.ask_anew();
      begin(plan(pass));
      while (!walk_page()) {
      }
      if (!walk_again_) break;
    }
    if (!walk_again_) tell_refused(refused_, report_);
    if (awaits_decision(cursor_) && !requests_.may_read_all_again()) requests_.tell_undecided(report_);
    if (context_.wants_a_pause && pause_.count() > 0) context_.wants_a_pause(name_, pause_);
  }

  bool expect_first_page(std::size_t most) {
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
    const bool asked_full = context_.options.full || context_.options.accept_removals ||
                            (requests_.in_one_answer() && !is_told_whole(stream_));
    const Instant now = context_.clock.now();
    const Cursor stored = context_.writer.cursor(context_.account, name_);
    return plan_walk(stream_, stored, asked_full && pass == 0, now,
                     {.open = !context_.writer.unanswered(context_.account, name_).empty(),
                      .since_refused = context_.refused_bounds.is_refused(name_, now),
                      .may_decide = awaits_decision(stored) && requests_.may_read_all_again()});
  }

  void begin(Plan plan) {
    if (requests_.leads_away(plan.cursor.token)) plan = {.cursor = begin_again(plan.cursor, false)};
    cursor_ = plan.cursor;
    cursor_.news = facts_.news;
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
    if (context_.look_ahead) context_.look_ahead();
    const ApiClient::Answer answer = list_.ask(query, conditional_);
    if (query.token.empty()) began_ = answer.asked;
    if (query.token.empty()) pause_ = http::poll_interval(answer.response);
    if (answer.kind != ApiClient::Answer::Kind::page) return go_on_without(query, answer);
    PageContent content = reading(query, [&] { return read(query, answer.response); });
    list_.read(query, answer.response, content);
    endless_.leads_to(content.next_token);
    const Followed followed(context_, query, content, [this](const auto& whole, const Followed& so_far) {
      store_beside(whole, so_far);
    });
    if (stream_.name == kProfile) expect_owner(context_.service, context_.account, content);
    refused_.insert(refused_.end(), followed.refused().begin(), followed.refused().end());
    tell_apart(context_.writer, context_.account, context_.service.connector().facts(), content);
    take_handle(context_.service, context_.writer, context_.account, content.handle);
    return reading(query, [&] { return commit(content, answer, followed); });
  }

  /// The answer is no page. Returns true if that ends the walk.
  bool go_on_without(const PageQuery& query, const ApiClient::Answer& answer) {
    using Kind = ApiClient::Answer::Kind;
    switch (answer.kind) {
      case Kind::begin_again:
        return restart(answer.refusal == Refusal::since_refused);
      case Kind::unchanged:
        if (!is_answered_now(context_, query, refused_)) return end_as_it_is();
        begin({.cursor = begin_again(cursor_, false)});
        return false;
      case Kind::nothing:
        return meets_nothing(query);
      case Kind::no_more:
        return end_early(query, answer);
      default:
        report_.outcome = store::RunOutcome::skipped();
        report_.message = answer.message;
        report_.hint = answer.hint;
        report_.may_be_had = !answer.hint.empty();
        return true;
    }
  }

  /// `unbounded`: since the service refused the lower bound.
  bool restart(bool unbounded) {
    if (unbounded) context_.refused_bounds.note(name_, context_.clock.now());
    endless_.begins_again();
    begin({.cursor = begin_again(cursor_, unbounded)});
    return false;
  }

  bool end_as_it_is() {
    settle({.resumed = resumed_, .began = began_, .ended = context_.clock.now()});
    return true;
  }

  /// Behind elements there is not nothing: that page is refused. A part that has nothing may be a mistake of
  /// the service, so it is requested once more although its record reports no news; then it is believed.
  bool meets_nothing(const PageQuery& query) {
    if (!query.token.empty()) return restart(false);
    const std::string in_doubt = kNothingOnce + facts_.news;
    const bool once_before = context_.writer.cursor(context_.account, name_).news == in_doubt;
    if (!facts_.news.empty() && !once_before) cursor_.news = in_doubt;
    return end_as_it_is();
  }

  /// The service returns no further page, as if the one before had been the last.
  bool end_early(const PageQuery& query, const ApiClient::Answer& answer) {
    PageContent content;
    content.more_untold = true;
    if (!met_the_cap(stream_, is_part_, cursor_.met)) content.left_out = answer.message;
    list_.note_untold(content);
    return commit(content, answer, Followed(context_, query, content, {}));
  }

  /// A page that leads elsewhere is refused before its cursor is committed, with which no walk could go on.
  PageContent read(const PageQuery& query, const http::Response& response) const {
    PageContent content = context_.service.connector().read_page(query, response);
    if (requests_.leads_away(content.next_token))
      throw Error(ErrorKind::malformed, "the service's next page leads to another place");
    return content;
  }

  /// Stores records before the page that lists them; that page makes them members.
  void store_beside(const std::vector<store::Observation>& whole, const Followed& so_far) {
    const Instant now = context_.clock.now();
    store::Page page = context_.writer.begin_page(context_.account, name_, cursor_.walk, run_, now, now);
    so_far.keep_so_far(page);
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

  bool commit(PageContent& content, const ApiClient::Answer& answer, const Followed& followed) {
    const Instant now = context_.clock.now();
    store::Page page = context_.writer.begin_page(context_.account, name_, cursor_.walk, run_, now, now);
    if (cursor_.token.empty()) keep_validator(page, content, answer);
    followed.keep_validators(page);
    const store::PageResult result = page.store(content.observations, content.members);
    // Not earlier: requests of a page that cannot be stored are booked by charge_unreadable().
    const std::int64_t requests = ledger_.unbooked_requests();
    cursor_.met += static_cast<std::int64_t>(content.members.size());
    if (!content.newest.empty()) note_ids(stream_, cursor_, content.newest, content.oldest);
    const bool met_the_end = content.next_token.empty();
    const bool reached =
        cursor_.mode == WalkMode::incremental && reaches_the_mark(stream_, cursor_, content.oldest);
    const bool ended = met_the_end || reached || meets_known_page(stream_, cursor_, result);
    const bool to_be_made_sure = ended && requests_.numbered() && (resumed_ || list_.count() > 1);
    const WalkEnd end{.met_the_end = met_the_end,
                      .lost_touch = met_the_end && lost_touch(stream_, cursor_),
                      .more_untold = content.more_untold || !list_.untold().held_back.empty(),
                      .held_back = list_.untold().held_back,
                      .left_out = list_.untold().left_out,
                      .resumed = resumed_,
                      .began = began_,
                      .ended = now};
    store::ProofResult proof;
    if (ended && !to_be_made_sure)
      proof = finish(page, end);
    else
      cursor_.token = ended ? "" : content.next_token;
    if (to_be_made_sure && resumed_) cursor_ = sync::to_be_made_sure(std::move(cursor_), true);
    page.save_cursor(cursor_);
    if (requests_.is_uncounted(rereads_))
      content.charges.resize(std::min<std::size_t>(content.charges.size(), result.counts.added));
    const std::int64_t cost = page.charge(content.charges, requests, content.included);
    page.notice(content.notices);
    page.commit();
    ledger_.committed(content, result, proof, requests, cost);
    if (to_be_made_sure) return make_sure(end);
    if (!ended) prepare_next(result);
    if (proof.guarded > 0) throw guard_error(context_.account, stream_.name, proof.guarded);
    return ended;
  }

  /// All pages are stored, and the cursor asks for a restart until it is certain that no element was missed.
  /// If one may have been, the walk restarts at once, within kMostShifts and the budget.
  bool make_sure(WalkEnd end) {
    end.unsure = resumed_ || !list_.nothing_slid_past(context_.look_ahead);
    if (end.unsure) context_.service.ask_anew();
    if (end.unsure && ++shifts_ <= kMostShifts && requests_.may_read_again(cursor_.met)) {
      begin({.cursor = begin_again(cursor_, false), .rereads = true});
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
    const bool tells = !is_told_whole(stream_) || content.next_token.empty();
    page.keep_validator(answer.address, tells ? validator_of(answer.response) : store::Validator{});
  }

  store::ProofResult finish(store::Page& page, WalkEnd end) {
    end.oldest = stream_.order == Order::by_update ? parse_rfc3339(cursor_.oldest)
                                                   : context_.service.connector().time_of_id(cursor_.oldest);
    if (!stream_.count_field.empty())
      end.total = context_.writer.profile_number(context_.account, stream_.count_field);
    store::ProofResult proof;
    if (end.met_the_end && !end.more_untold && !end.unsure) proof = page.prove_absence(proof_of_this());
    if (end.met_the_end && !end.unsure && !resumed_ && cursor_.mode == WalkMode::full)
      forget_vanished(context_, name_, refused_, page);
    const Cursor walked = std::exchange(cursor_, settled(stream_, is_part_, cursor_, end, proof));
    walk_again_ = resumed_ && !end.unsure;
    if (end.unsure || tells_more_again(walked)) cursor_ = to_be_walked_in_full(cursor_);
    if (proof.unproven > 0 && requests_.may_read_again(walked.met)) {
      cursor_ = to_be_walked_again(walked, cursor_);
      walk_again_ = true;
    }
    return proof;
  }

  /// True if the service no longer withholds anything, but this walk read only what is new.
  [[nodiscard]] bool tells_more_again(const Cursor& walked) const {
    return list_.count() > 0 && list_.untold().held_back.empty() && walked.mode == WalkMode::incremental &&
           was_held_back(walked);
  }

  [[nodiscard]] store::Proof proof_of_this() const {
    store::Proof proof = proof_of(stream_, is_part_, cursor_, context_.options.accept_removals);
    proof.spared = list_.untold().may_hide;
    // An empty list that says so cannot have ended too early.
    if (list_.untold().says_empty && cursor_.met == 0) proof.end_is_unproven = false;
    if (requests_.numbered() && list_.count() > 1 && !confirms_) proof.unbroken = false;
    return proof;
  }

  void prepare_next(const store::PageResult& result) {
    const bool goes_back = cursor_.oldest != std::exchange(oldest_before_, cursor_.oldest);
    endless_.told(result.fresh > 0 || result.known > 0 || goes_back);
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
  EndlessWalk endless_;

  Cursor cursor_;
  bool resumed_ = false;
  bool rereads_ = false;
  bool conditional_ = false;
  bool walk_again_ = false;
  bool confirms_ = false;  ///< the previous pass was unbroken and found members gone
  Instant began_;
  std::chrono::seconds pause_{0};  ///< requested by the service with the first page
  int size_ = 0;
  std::vector<RefusedFollow> refused_;
  int shifts_ = 0;
  std::string oldest_before_;
};

}  // namespace

bool expect_first_page(WalkContext& context, const connector::Stream& stream, const Part& part,
                       std::size_t most) {
  StreamReport nobody;
  return StreamWalk(context, stream, part, 0, nobody).expect_first_page(most);
}

void walk_stream(WalkContext& context, const connector::Stream& stream, const Part& part, std::int64_t run,
                 StreamReport& report) {
  StreamWalk(context, stream, part, run, report).run();
}

}  // namespace locker::sync
