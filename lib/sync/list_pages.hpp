#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/sync/api_client.hpp"
#include "lib/sync/page_shift_detector.hpp"

namespace locker::sync {

/// What the pages of one walk report as withheld. What one page may omit, the whole list may.
struct Untold {
  std::string held_back;  ///< PageContent::held_back of the last page that had one
  std::string left_out;
  std::vector<store::Marked> may_hide;
  bool says_empty = false;  ///< of the last page
};

/// Requests the pages of one walk in order, and prefetches the likely next ones. If pages are numbered from
/// the top, it detects elements that shifted past the walk (PageShiftDetector), for which it requests the
/// last page of a long list early.
class ListPages {
 public:
  /// `service` must outlive this object. `numbered`: pages are numbered from the top.
  ListPages(ApiClient& service, bool numbered)
      : service_(service), shift_detector_(service), numbered_(numbered) {}

  /// Begins a walk: from the top, or at the page where another was interrupted. `sure`: it will request every
  /// page to the end of the list, so that prefetching them pays.
  void begin(bool from_the_top, bool sure);
  /// Sends what must precede the page of `query`, and prefetches what is likely to follow it.
  void before(PageQuery query);
  /// `conditional`: requests the first page only if it has changed.
  ApiClient::Answer ask(PageQuery& query, bool conditional);
  void read(const PageQuery& query, const http::Response& response, const PageContent& content);
  /// Notes what an answer reports as withheld; read() does so of a page.
  void note_untold(const PageContent& content);
  [[nodiscard]] const Untold& untold() const { return untold_; }
  /// Number of pages read.
  [[nodiscard]] int count() const { return count_; }
  /// Requests pages again to find out. Calls `taking_time` before each wait for a page.
  bool nothing_slid_past(const std::function<void()>& taking_time) {
    return shift_detector_.nothing_slid_past(taking_time);
  }

 private:
  void expect_likely(PageQuery query);

  ApiClient& service_;
  PageShiftDetector shift_detector_;
  const bool numbered_;
  bool from_the_top_ = false, sure_ = false;
  int count_ = 0;
  Untold untold_;
  std::string end_token_;            ///< of the last page, if it is to be requested next
  std::vector<std::string> likely_;  ///< likely tokens of the pages after the last one read
};

}  // namespace locker::sync
