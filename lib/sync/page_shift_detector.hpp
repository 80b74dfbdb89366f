#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "lib/store/write/writer.hpp"
#include "lib/sync/api_client.hpp"

namespace locker::sync {

/// Whether something slid past a walk of a list whose pages are counted from the top.
///
/// What leaves the list moves all below it up, so that of the elements not yet read the first may come to
/// lie on a page that was read already. No single page tells of it afterwards: the first is the same where
/// something left the second. So when the walk has ended, each page but the last is asked for once more, from
/// the last to the first, one after the other, which costs nothing where the service answers 304.
///
/// Why in that order: let X be in the list all the while and on none of the pages as they were read. It slid
/// past the walk, and is at the end on a page before the last of the n pages read. As long as nothing comes
/// into the list above it, it only moves up. When page n-1 is asked for, X is on it or above; if above, it is
/// on page n-2 or above when that is asked for; and so on, and above the first there is nothing: so one of
/// the pages shows it, whatever else leaves meanwhile. From the first page on down it could be on the page
/// below each time that one is asked for.
///
/// What comes into the list, or moves to its top, pushes X down. It is seen on the first page, which is asked
/// for last: unless that page only lost some of what it had, all are asked for again, now from the last page,
/// since X may have been pushed to that. A page that lists an element which the page before listed too tells
/// the same of the time of the walk. What comes and goes again between the two looks at the first page is not
/// seen; to hide X it would have to come and go at the moments between two particular requests.
///
/// A long list takes two such requests, not one a page: its last page is looked at before the second is asked
/// for, and again when all others were read. Whatever leaves the list moves what is on the last page, and
/// only something new, which moves the first page, could move it back: if both are as they were, all that the
/// list held at first it still holds, in the same places. Then X can only have been pushed down and have come
/// back while the walk passed, and the page behind the push began with what the one before had ended with.
///
/// A walk that was cut has not seen what moved meanwhile, and cannot be sure in either way.
class PageShiftDetector {
 public:
  /// `service` outlives it.
  explicit PageShiftDetector(ApiClient& service) : service_(service) {}

  /// Forgets what was read: a walk begins at the top.
  void begin();
  void page_read(const PageQuery& query, const http::Response& response, const PageContent& content);
  /// Asks for the last page of the list, `query`, before any but the first was asked for.
  void look_at_end(PageQuery query);
  [[nodiscard]] bool is_end(const std::string& token) const { return end_ && end_->query.token == token; }
  /// The last page in its turn: whether it is as it was.
  ApiClient::Answer end_again(PageQuery& query);
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
    ApiClient::Answer answer;
    store::Validator validator;
  };
  enum class Look {
    still,   ///< as before, or it lost some of what it had
    pushed,  ///< something stands above what it had
    slid,    ///< it lists what no page listed, or cannot be looked at
  };
  [[nodiscard]] bool end_stands_still() const;
  Look look_upwards(std::size_t pages, const std::function<void()>& taking_time);
  Look look_again(std::size_t at);
  bool knows_all(const std::vector<std::string>& elements, bool at_the_top);

  ApiClient& service_;
  std::vector<PageRead> read_;
  std::optional<End> end_;
  std::unordered_set<std::string> known_;  ///< what was read, and what is new at the top
  bool pushed_ = false;                    ///< something came to the top while the walk went on
};

}  // namespace locker::sync
