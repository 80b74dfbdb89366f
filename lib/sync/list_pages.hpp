#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/sync/api_client.hpp"
#include "lib/sync/page_shift_detector.hpp"

namespace locker::sync {

/// What the pages of one walk report as withheld. What one page may omit, the whole list may.
struct WithheldContent {
  std::string withheld_reason;  ///< PageContent::withheld_reason of the last page that had one
  std::string left_out;
  std::vector<store::Marked> access_markers;
  bool is_truncated = false;     ///< of any page
  bool confirmed_empty = false;  ///< of the last page
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
  void note_withheld(const PageContent& content);
  [[nodiscard]] const WithheldContent& withheld_content() const { return withheld_content_; }
  /// Number of pages read.
  [[nodiscard]] int count() const { return count_; }
  /// Requests pages again to find out. Calls `before_wait` before each wait for a page.
  bool nothing_shifted_past(const std::function<void()>& before_wait) {
    return shift_detector_.nothing_shifted_past(before_wait);
  }

 private:
  void prefetch_likely(PageQuery query);

  ApiClient& service_;
  PageShiftDetector shift_detector_;
  const bool numbered_;
  bool from_the_top_ = false, reads_to_end_ = false;
  int count_ = 0;
  WithheldContent withheld_content_;
  std::string end_token_;            ///< of the last page, if it is to be requested next
  std::vector<std::string> likely_;  ///< likely tokens of the pages after the last one read
};

}  // namespace locker::sync
