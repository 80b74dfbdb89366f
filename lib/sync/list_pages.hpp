#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/sync/api_client.hpp"
#include "lib/sync/page_shift_detector.hpp"

namespace locker::sync {

/// What the pages of one walk say that they do not tell. What one page may leave out, all of the list may.
struct Untold {
  std::string held_back;  ///< as PageContent's, of the last page that said so
  std::string left_out;
  std::vector<store::Marked> may_hide;
  bool says_empty = false;  ///< the last page
};

/// Asks for the pages of one walk, each when it is its turn, and says what comes next where the service tells
/// it. Where pages are counted from the top it watches whether something slid past the walk, for which the
/// last page of a long list is looked at before its turn.
class ListPages {
 public:
  /// `service` outlives it. `numbered`: its pages are counted from the top.
  ListPages(ApiClient& service, bool numbered)
      : service_(service), shift_detector_(service), numbered_(numbered) {}

  /// A walk begins: from the top, or at the page where another was cut. With `sure` it asks for each page to
  /// the end of the list, so that they are worth asking for ahead.
  void begin(bool from_the_top, bool sure);
  /// What is to be asked before the page of `query`, and what is likely to be asked after it.
  void before(PageQuery query);
  /// `conditional`: of the first page, only whether it has changed.
  ApiClient::Answer ask(PageQuery& query, bool conditional);
  void read(const PageQuery& query, const http::Response& response, const PageContent& content);
  [[nodiscard]] const Untold& untold() const { return untold_; }
  /// How many were read.
  [[nodiscard]] int count() const { return count_; }
  /// Asks again. `taking_time` is called before each page is waited for.
  bool nothing_slid_past(const std::function<void()>& taking_time) {
    return shift_detector_.nothing_slid_past(taking_time);
  }

 private:
  void expect_likely(PageQuery query);
  void note_untold(const PageContent& content);

  ApiClient& service_;
  PageShiftDetector shift_detector_;
  const bool numbered_;
  bool from_the_top_ = false, sure_ = false;
  int count_ = 0;
  Untold untold_;
  std::string end_token_;            ///< of the last page, if that is to be looked at next
  std::vector<std::string> likely_;  ///< tokens of what comes after the page that was read last
};

}  // namespace locker::sync
