#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "lib/store/write/writer.hpp"
#include "lib/sync/api_client.hpp"

namespace locker::sync {

/// Detects whether an element shifted past a walk of a list whose pages are numbered from the top.
///
/// When an element leaves the list, all elements below it move up, so the first unread one may move to a page
/// that was read already. No single page shows this afterwards: the first page stays the same when something
/// leaves the second. So after the walk every page but the last is requested once more, from the last to the
/// first, one after the other; that costs nothing where the service answers 304.
///
/// Why in that order: let X be in the list all the time, yet on none of the pages as they were read. It moved
/// past the walk, and at the end is on a page before the last of the n pages read. As long as nothing is
/// inserted above it, X only moves up. When page n-1 is requested, X is on it or above; if above, it is on
/// page n-2 or above when that is requested; and so on. Nothing is above the first page, so one of the pages
/// shows X, whatever else leaves meanwhile. From the first page downwards, X could be one page below each
/// time.
///
/// An element that is inserted, or moves to the top, pushes X down. It shows on the first page, which is
/// requested last: unless that page only lost elements, all pages are requested again, now including the
/// last, since X may have been pushed there. A page that repeats an element of the page before shows the same
/// for the time of the walk. An element that comes and goes between the two requests for the first page stays
/// undetected; to hide X it would have to do so exactly between two particular requests.
///
/// A long list takes two such requests instead of one a page: its last page is requested before the second,
/// and again after all others. Whatever leaves the list shifts the last page, and only an insertion, which
/// shifts the first page, could shift it back: if both are unchanged, the list still holds all that it held,
/// in the same places. X can then only have been pushed down and moved back while the walk passed, and the
/// page after the push began with the elements that the page before it had ended with.
///
/// A walk that was interrupted has not seen what shifted meanwhile; neither method can prove anything for it.
class PageShiftDetector {
 public:
  /// `service` must outlive this object.
  explicit PageShiftDetector(ApiClient& service) : service_(service) {}

  /// Forgets all pages: a walk begins at the top.
  void begin();
  void page_read(const PageQuery& query, const http::Response& response, const PageContent& content);
  /// Requests the last page of the list, `query`, before any page but the first was requested.
  void request_end_early(PageQuery query);
  [[nodiscard]] bool is_end(const std::string& token) const { return end_ && end_->query.token == token; }
  /// Requests the last page in its turn, and learns whether it is unchanged.
  ApiClient::Answer recheck_end(PageQuery& query);
  /// Requests pages again as described above. Calls `before_wait` before each wait for a page.
  bool nothing_shifted_past(const std::function<void()>& before_wait);

 private:
  struct PageRead {
    PageQuery query;
    store::Validator validator;
    std::vector<std::string> elements;
  };
  struct End {
    PageQuery query;
    ApiClient::Answer answer;
    store::Validator validator;
  };
  enum class Comparison {
    still,   ///< unchanged, or it only lost elements
    pushed,  ///< something was inserted above its elements
    missed,  ///< it lists what no page listed, or cannot be read
  };
  [[nodiscard]] bool is_end_unchanged() const;
  Comparison recheck_upwards(std::size_t pages, const std::function<void()>& before_wait);
  Comparison recheck_at(std::size_t at);
  bool are_all_known(const std::vector<std::string>& elements, bool at_the_top);

  ApiClient& service_;
  std::vector<PageRead> read_;
  std::optional<End> end_;
  std::unordered_set<std::string> known_;  ///< elements read, and new ones at the top
  bool pushed_ = false;                    ///< something was inserted at the top during the walk
};

}  // namespace locker::sync
