#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "lib/store/write/writer.hpp"
#include "lib/sync/service.hpp"

namespace locker::sync {

/// Whether something slid past a walk of a list whose pages are counted from the top.
///
/// What leaves the list moves all below it up, so that of the elements not yet read the first may come to
/// lie on a page that was read already. No single page tells of it afterwards: the first is the same where
/// something left the second. So each page but the last is asked for once more when the walk has ended, which
/// costs nothing where the service answers 304. If they list nothing that was not met, nothing has slid: what
/// did would now stand on one of them. New elements come at the top; where the first page moved at all they
/// may have pushed something down again, so that then the last page is asked for too.
///
/// A long list takes two such requests, not one a page: its last page is looked at before the second is asked
/// for, and again when all others were read. Whatever leaves the list moves what is on the last page, and
/// only something new, which moves the first page, could move it back: if both are as they were, so is all
/// between them.
///
/// A walk that was cut has not seen what moved meanwhile, and cannot be sure in either way.
class ShiftWatch {
 public:
  /// `service` outlives it.
  explicit ShiftWatch(Service& service) : service_(service) {}

  /// Forgets what was read: a walk begins at the top.
  void begin();
  void page_read(const PageQuery& query, const http::Response& response, const PageContent& content);
  /// Asks for the last page of the list, `query`, before any but the first was asked for.
  void look_at_end(PageQuery query);
  [[nodiscard]] bool is_end(const std::string& token) const { return end_ && end_->query.token == token; }
  /// The last page in its turn: whether it is as it was.
  Service::Answer end_again(PageQuery& query);
  /// Asks again. `taking_time` is called before each page is waited for.
  bool nothing_slid_past(const std::function<void()>& taking_time);

 private:
  struct PageRead {
    PageQuery query;
    store::Validator validator;
    std::vector<std::string> elements;
  };
  struct End {
    PageQuery query;
    Service::Answer answer;
    store::Validator validator;
  };
  [[nodiscard]] bool end_stands_still() const;
  void expect_from(std::size_t next);
  Service::Answer ask_again(std::size_t at);
  bool lists_only_what_was_met(const std::vector<std::string>& elements);

  Service& service_;
  std::deque<PageRead> read_;
  std::optional<End> end_;
  std::unordered_set<std::string> met_;
  bool below_the_new_ = false;  ///< something that was met stands above
};

}  // namespace locker::sync
