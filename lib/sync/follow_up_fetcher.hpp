#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lib/http/message.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/connector.hpp"
#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Returns the validator (ETag, Last-Modified) of a response.
[[nodiscard]] store::Validator validator_of(const http::Response& response);

/// A follow-up that the service refused, or answered with nothing, which may be a mistake.
struct RefusedFollowUp {
  store::RecordName of;
  std::string address;
  Refusal refusal = Refusal::unexpected;
  std::string message, hint;
};

/// Adds the refused follow-ups of a walk, if any, to its report. Nothing to read is no refusal.
void report_refused(std::vector<RefusedFollowUp> refused, StreamReport& report);

/// Drops, with `page`, the refused follow-ups of elements that a full walk of its stream no longer listed:
/// those of which it `met` none.
void forget_vanished(WalkContext& context, const store::StreamName& stream,
                     const std::vector<RefusedFollowUp>& met, store::Page& page);

/// Retries the refused follow-ups of an unchanged list one by one. Returns true as soon as one is answered:
/// the list must then be read again. Otherwise `refused` holds them, up to trouble of several in a row.
/// Throws what ApiClient::follow() throws, except for that.
[[nodiscard]] bool is_answered_on_retry(WalkContext& context, const PageQuery& query,
                                        std::vector<RefusedFollowUp>& refused);

/// Sends the follow-ups of a page that are due, and those that they lead to, and adds the responses to the
/// page. Holds the responses, into which the page's content points, within a memory bound; beyond it,
/// `store_early` stores completed records before the page.
class FollowUpFetcher {
 public:
  /// Stores `whole` in a transaction of its own, in which it calls save_early_results().
  using StoreEarly =
      std::function<void(const std::vector<store::Observation>& whole, const FollowUpFetcher&)>;

  /// A record whose follow-up fails or cannot be parsed is noted in refused(); the others go on, until there
  /// is trouble of several in a row. Throws what ApiClient::follow() throws, except for that.
  FollowUpFetcher(WalkContext& context, const PageQuery& query, PageContent& content,
                  const StoreEarly& store_early);

  /// Stores the responses' validators; called when their content was stored with the page.
  void save_validators(store::Page& page) const;
  /// The same for records stored before the page; their refusals are stored too, in case the page never is.
  void save_early_results(store::Page& page) const;
  [[nodiscard]] const std::vector<RefusedFollowUp>& refused() const { return refused_; }

 private:
  /// A response for the record `of`. If anything of that record was refused, all of it is requested next
  /// time.
  struct Answered {
    store::RecordName of;
    std::string address;
    store::Validator validator;
  };
  [[nodiscard]] bool is_due(const Follow& follow);
  void prefetch_from(const std::deque<Follow>& due);
  std::vector<Follow> ask(const Follow& follow);
  ApiClient::Answer answer_to(const Follow& follow);
  void take(const Follow& follow, ApiClient::Answer answer);
  void let_go(const StoreEarly& store_early);
  bool read(const Follow& follow, ApiClient::Answer& answer);
  void note_refusal(const Follow& follow, ApiClient::Answer answer);
  [[nodiscard]] http::Request conditional(const Follow& follow) const;

  WalkContext& context_;
  const PageQuery query_;
  PageContent& content_;
  const std::vector<store::Writer::PendingRetry> open_;  ///< follow-ups refused by earlier walks
  std::deque<http::Response> answers_;
  std::size_t held_bytes_ = 0;
  std::vector<Answered> answered_;
  std::vector<std::string> reopened_;  ///< addresses among `open_` that belong to this page
  std::vector<RefusedFollowUp> refused_;
  bool has_repeated_failures_ =
      false;  ///< several in a row had no answer: the others of the page are not requested
};

}  // namespace locker::sync
