#include "lib/sync/list_pages.hpp"

#include <utility>

namespace locker::sync {
namespace {

/// With at least so many pages to come, the last one is requested first.
constexpr std::size_t kLongList = 3;

}  // namespace

void ListPages::begin(bool from_the_top, bool sure) {
  from_the_top_ = from_the_top;
  sure_ = sure;
  count_ = 0;
  end_token_.clear();
  likely_.clear();
  untold_ = {};
  shift_detector_.begin();
}

void ListPages::before(PageQuery query) {
  if (!end_token_.empty()) {
    PageQuery end = query;
    end.token = std::exchange(end_token_, {});
    shift_detector_.look_at_end(std::move(end));
  }
  expect_likely(std::move(query));
}

ApiClient::Answer ListPages::ask(PageQuery& query, bool conditional) {
  if (shift_detector_.is_end(query.token)) return shift_detector_.end_again(query);
  return service_.page(query, conditional && query.token.empty());
}

void ListPages::read(const PageQuery& query, const http::Response& response, const PageContent& content) {
  if (numbered_) shift_detector_.page_read(query, response, content);
  note_untold(content);
  likely_ = content.likely_tokens;
  const bool is_long = ++count_ == 1 && numbered_ && from_the_top_ && sure_ && service_.ahead() > 0 &&
                       !content.last_token.empty() && likely_.size() >= kLongList;
  if (is_long)
    end_token_ = content.last_token;  // requested before the pages in between
  else
    expect_likely(query);
}

void ListPages::note_untold(const PageContent& content) {
  if (!content.held_back.empty()) untold_.held_back = content.held_back;
  if (!content.left_out.empty()) untold_.left_out = content.left_out;
  if (!content.may_hide.empty()) untold_.may_hide = content.may_hide;
  untold_.says_empty = content.says_empty;
}

/// Prefetches as many pages as the waiting responses leave room for.
void ListPages::expect_likely(PageQuery query) {
  if (!sure_) return;
  const std::size_t most = 2 * service_.ahead();
  for (const auto& token : std::exchange(likely_, {})) {
    if (shift_detector_.is_end(token)) return;  // it is requested again once all others are read
    query.token = token;
    if (!service_.prefetch_page(query, false, most)) return;
  }
}

}  // namespace locker::sync
