#include "lib/sync/list_pages.hpp"

#include <utility>

namespace locker::sync {
namespace {

/// With at least so many pages to come, the last one is requested first.
constexpr std::size_t kLongList = 3;

}  // namespace

void ListPages::begin(bool from_the_top, bool sure) {
  from_the_top_ = from_the_top;
  reads_to_end_ = sure;
  count_ = 0;
  end_token_.clear();
  likely_.clear();
  withheld_content_ = {};
  shift_detector_.begin();
}

void ListPages::before(PageQuery query) {
  if (!end_token_.empty()) {
    PageQuery end = query;
    end.token = std::exchange(end_token_, {});
    shift_detector_.request_end_early(std::move(end));
  }
  prefetch_likely(std::move(query));
}

ApiClient::Answer ListPages::ask(PageQuery& query, bool conditional) {
  if (shift_detector_.is_end(query.token)) return shift_detector_.recheck_end(query);
  return service_.page(query, conditional && query.token.empty());
}

void ListPages::read(const PageQuery& query, const http::Response& response, const PageContent& content) {
  if (numbered_) shift_detector_.page_read(query, response, content);
  note_withheld(content);
  likely_ = content.likely_tokens;
  const bool is_long = ++count_ == 1 && numbered_ && from_the_top_ && reads_to_end_ && service_.ahead() > 0 &&
                       !content.last_token.empty() && likely_.size() >= kLongList;
  if (is_long)
    end_token_ = content.last_token;  // requested before the pages in between
  else
    prefetch_likely(query);
}

void ListPages::note_withheld(const PageContent& content) {
  if (!content.withheld_reason.empty()) withheld_content_.withheld_reason = content.withheld_reason;
  if (!content.left_out.empty()) withheld_content_.left_out = content.left_out;
  if (!content.access_markers.empty()) withheld_content_.access_markers = content.access_markers;
  if (content.is_truncated) withheld_content_.is_truncated = true;
  withheld_content_.confirmed_empty = content.confirmed_empty;
}

/// Prefetches as many pages as the waiting responses leave room for.
void ListPages::prefetch_likely(PageQuery query) {
  if (!reads_to_end_) return;
  const std::size_t most = 2 * service_.ahead();
  for (const auto& token : std::exchange(likely_, {})) {
    if (shift_detector_.is_end(token)) return;  // it is requested again once all others are read
    query.token = token;
    if (!service_.prefetch_page(query, false, most)) return;
  }
}

}  // namespace locker::sync
