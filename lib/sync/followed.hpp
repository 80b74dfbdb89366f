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

/// What an answer is known by.
[[nodiscard]] store::Validator validator_of(const http::Response& response);

/// A follow-up that the service did not answer.
struct RefusedFollow {
  store::RecordName of;
  std::string address;
  Refusal refusal = Refusal::unexpected;
  std::string message, hint;
};

/// Says in the report of a walk which of its follow-ups were refused, if any.
void tell_refused(const std::vector<RefusedFollow>& refused, StreamReport& report);

/// Asks again, one by one, for what was refused beside a list in which nothing has changed. True as soon as
/// one is answered: the list has to be read for it. Else `refused` tells of all. Throws what
/// ApiClient::follow() throws.
[[nodiscard]] bool is_answered_now(WalkContext& context, const PageQuery& query,
                                   std::vector<RefusedFollow>& refused);

/// Asks the follow-ups of a page that are due, and those that come of them, and adds what they say to the
/// page. Keeps the answers, which the page's content points into, as long as they take little memory; else
/// those records that are whole are stored before the page is, by `store_beside`.
class Followed {
 public:
  /// Stores records in a transaction of their own, which calls keep_so_far().
  using StoreBeside = std::function<void(const std::vector<store::Observation>& whole, const Followed&)>;

  /// What cannot be had or read of one record is refused, and hinders no other. Throws what
  /// ApiClient::follow() throws.
  Followed(WalkContext& context, const PageQuery& query, PageContent& content,
           const StoreBeside& store_beside);

  /// Once what the answers say is stored with the page.
  void keep_validators(store::Page& page) const;
  /// The same for what is stored before the page: what was refused of it is known, should the page never be.
  void keep_so_far(store::Page& page) const;
  [[nodiscard]] const std::vector<RefusedFollow>& refused() const { return refused_; }

 private:
  /// `of`: what it was asked for. A record of which something was refused is asked for whole the next time.
  struct Answered {
    store::RecordName of;
    std::string address;
    store::Validator validator;
  };
  [[nodiscard]] bool is_due(const Follow& follow);
  void expect_from(const std::deque<Follow>& due);
  std::vector<Follow> ask(const Follow& follow);
  void take(const Follow& follow, ApiClient::Answer answer);
  void let_go(const StoreBeside& store_beside);
  bool read(const Follow& follow, ApiClient::Answer& answer);
  void note_refusal(const Follow& follow, ApiClient::Answer answer);
  [[nodiscard]] http::Request conditional(const Follow& follow) const;

  WalkContext& context_;
  const PageQuery& query_;
  PageContent& content_;
  const std::vector<store::Writer::Unanswered> open_;  ///< what was refused before
  std::deque<http::Response> answers_;
  std::size_t held_bytes_ = 0;
  std::vector<Answered> answered_;
  std::vector<std::string> reopened_;  ///< addresses of what was refused before, and belongs to this page
  std::vector<RefusedFollow> refused_;
};

}  // namespace locker::sync
