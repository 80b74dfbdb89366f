#pragma once

#include <deque>
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
  Refusal refusal = Refusal::unexpected;
  std::string message, hint;
};

/// Says in the report of a walk which of its follow-ups were refused, if any.
void tell_refused(const std::vector<RefusedFollow>& refused, StreamReport& report);

/// Asks the follow-ups of a page that are due, and those that come of them, and adds what they say to the
/// page. Keeps the answers, which the page's content points into.
class Followed {
 public:
  /// Throws what Service::follow() and reading its answers throw.
  Followed(WalkContext& context, const PageQuery& query, PageContent& content);

  /// Once what the answers say is stored with the page.
  void keep_validators(store::Page& page) const;
  [[nodiscard]] const std::vector<RefusedFollow>& refused() const { return refused_; }

 private:
  /// `root`: the address that the page itself led to, of which this follow-up came.
  struct Due {
    Follow follow;
    std::string root;
  };
  [[nodiscard]] bool is_due(const Follow& follow) const;
  void expect_from(const std::vector<Due>& due, std::size_t next);
  void ask(const Due& due, std::vector<Due>& next);
  void note_refusal(const Due& due, Service::Answer answer);
  [[nodiscard]] http::Request conditional(const Follow& follow) const;

  WalkContext& context_;
  const PageQuery& query_;
  PageContent& content_;
  std::deque<http::Response> answers_;
  std::vector<std::pair<std::string, store::Validator>> validators_;
  std::vector<std::string> unanswered_;  ///< roots
  std::vector<RefusedFollow> refused_;
};

}  // namespace locker::sync
