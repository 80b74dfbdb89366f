#include "lib/sync/presence_check.hpp"

#include <algorithm>
#include <span>

#include "lib/sync/follow_up_fetcher.hpp"
#include "lib/sync/lookup_page.hpp"

namespace locker::sync {
namespace {

using Unmet = store::Writer::Unmet;

/// Records whose responses are stored in one transaction.
constexpr std::size_t kTogether = 100;

struct Question {
  PresenceQuery about;
  std::vector<http::Request> requests;
};

class PresenceCheck {
 public:
  PresenceCheck(WalkContext& context, Instant met_since, std::int64_t run, StreamReport& report)
      : context_(context),
        connector_(context.service.connector()),
        met_since_(met_since),
        run_(run),
        report_(report) {}

  void look_at(const connector::Stream& stream) {
    const auto all = context_.writer.live_members_unmet(context_.account, stream.name, met_since_);
    for (std::span<const Unmet> left(all); !left.empty();) {
      const auto together = left.first(as_many(left));
      ask_together(stream, together);
      left = left.subspan(together.size());
    }
  }

  [[nodiscard]] const LookupReport& result() const { return result_; }

 private:
  /// Returns the number of records for the next transaction: all of one part, and within the budget.
  [[nodiscard]] std::size_t as_many(std::span<const Unmet> left) const {
    const auto end = std::ranges::find_if(
        left, [&](const std::string& part) { return part != left.front().part; }, &Unmet::part);
    const auto wanted = std::min(static_cast<std::size_t>(end - left.begin()), kTogether);
    const auto size = context_.budget.fit(static_cast<int>(wanted), 1, 0);
    if (!size) throw context_.budget.exhausted(1, 0);
    return static_cast<std::size_t>(*size);
  }

  void ask_together(const connector::Stream& stream, std::span<const Unmet> records) {
    const std::int64_t sent_before = context_.service.sent();
    LookedUp looked_up{{stream.name, records.front().part}, {}, {}};
    const auto questions = questions_about(looked_up.stream, records);
    for (std::size_t i = 0; i < questions.size(); ++i) {
      prefetch_from(questions, i);
      if (ask(stream, questions[i], looked_up) == Presence::gone) looked_up.gone.push_back(questions[i].about.name);
      looked_up.content.charges.push_back({stream.price.resource, questions[i].about.name.key, 0});
    }
    const Totals totals = commit_lookup(context_, looked_up, run_, context_.service.sent() - sent_before, report_);
    result_.asked += static_cast<std::int64_t>(questions.size());
    result_.deleted += totals.counts.deleted;
  }

  std::vector<Question> questions_about(const store::StreamName& stream, std::span<const Unmet> records) {
    std::vector<Question> questions;
    for (const auto& one : records) {
      Question question{{context_.service.address(), one.name, one.part,
                         context_.writer.json_of(context_.account, one.name)},
                        {}};
      question.requests = connector_.presence_requests(question.about);
      if (question.requests.empty()) continue;
      http::Request& first = question.requests.front();
      const auto known = context_.writer.validator(context_.account, stream, first.url);
      if (!known.etag.empty()) first.headers.emplace_back("If-None-Match", known.etag);
      questions.push_back(std::move(question));
    }
    return questions;
  }

  void prefetch_from(const std::vector<Question>& questions, std::size_t next) {
    const std::size_t ahead = context_.service.ahead();
    for (std::size_t i = next; i < questions.size() && i < next + ahead; ++i)
      if (!context_.service.prefetch_follow_up(questions[i].requests.front(), 2 * ahead)) return;
  }

  Presence ask(const connector::Stream& stream, const Question& question, LookedUp& looked_up) {
    PageQuery judged;
    judged.service = question.about.service;
    judged.stream = &stream;
    judged.is_follow_up = true;
    for (std::size_t number = 0; number < question.requests.size(); ++number) {
      if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
      const http::Request& request = question.requests[number];
      const ApiClient::Answer answer = context_.service.follow(judged, request);
      if (answer.kind == ApiClient::Answer::Kind::unchanged) return Presence::there;
      const Presence presence = connector_.read_presence(question.about, number, answer.response);
      if (number == 0)
        looked_up.validators.emplace_back(
            request.url, presence == Presence::there ? validator_of(answer.response) : store::Validator{});
      if (presence != Presence::ask_next) return presence;
    }
    return Presence::inconclusive;
  }

  WalkContext& context_;
  const Connector& connector_;
  const Instant met_since_;
  const std::int64_t run_;
  StreamReport& report_;
  LookupReport result_;
};

}  // namespace

LookupReport check_presence(WalkContext& context, const LookupScope& scope, std::int64_t run,
                         StreamReport& report) {
  PresenceCheck look(context, scope.met_since, run, report);
  for (const auto* stream : scope.singly) look.look_at(*stream);
  return look.result();
}

}  // namespace locker::sync
