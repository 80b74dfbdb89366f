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

/// Asks the follow-ups of a page that are due, and those that come of them, and adds what they say to the
/// page. Keeps the answers, which the page's content points into.
class Followed {
 public:
  /// Throws what Service::follow() and reading its answers throw.
  Followed(WalkContext& context, const PageQuery& query, PageContent& content);

  /// Once what the answers say is stored with the page.
  void keep_validators(store::Page& page) const;

 private:
  void expect_from(const std::vector<Follow>& follows, std::size_t next);
  void ask(const Follow& follow);
  [[nodiscard]] http::Request conditional(const Follow& follow) const;

  WalkContext& context_;
  const PageQuery& query_;
  PageContent& content_;
  std::deque<http::Response> answers_;
  std::vector<std::pair<std::string, store::Validator>> validators_;
};

}  // namespace locker::sync
