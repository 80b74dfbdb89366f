#include "lib/sync/page_shift_detector.hpp"

#include <algorithm>
#include <utility>

#include "lib/sync/follow_up_fetcher.hpp"

namespace locker::sync {
namespace {

/// How often all pages are requested again because the list keeps growing.
constexpr int kMostLooks = 3;

std::vector<std::string> elements_of(const PageContent& content) {
  std::vector<std::string> elements;
  elements.reserve(content.members.size());
  for (const auto& member : content.members)
    elements.push_back(std::string(member.type).append("/").append(member.key));
  return elements;
}

/// True if removals alone explain how the first page changed: what remains of it comes first, in the same
/// order.
bool only_lost_some(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  auto at = before.begin();
  bool below = false;  // the rest moved up from other pages
  for (const auto& element : now) {
    const auto found = std::find(at, before.end(), element);
    if (found != before.end() && !below)
      at = std::next(found);
    else if (std::ranges::find(before, element) != before.end())
      return false;
    else
      below = true;
  }
  return at != before.begin() || before.empty() || now.empty();
}

}  // namespace

void PageShiftDetector::begin() {
  read_.clear();
  known_.clear();
  end_.reset();
  pushed_ = false;
}

void PageShiftDetector::page_read(const PageQuery& query, const http::Response& response,
                                  const PageContent& content) {
  read_.push_back({query, validator_of(response), elements_of(content)});
  for (const auto& element : read_.back().elements)
    if (!known_.insert(element).second) pushed_ = true;
}

void PageShiftDetector::request_end_early(PageQuery query) {
  ApiClient::Answer answer = service_.page(query, false);
  if (answer.kind != ApiClient::Answer::Kind::page) return;
  const store::Validator validator = validator_of(answer.response);
  end_ = {std::move(query), std::move(answer), validator};
}

ApiClient::Answer PageShiftDetector::recheck_end(PageQuery& query) {
  ApiClient::Answer answer = service_.recheck_page(query, end_->validator);
  return answer.kind == ApiClient::Answer::Kind::unchanged ? end_->answer : answer;
}

/// True if the walk ended with the page that was the last one at its beginning, unchanged.
bool PageShiftDetector::is_end_unchanged() const {
  if (!end_ || read_.back().query.token != end_->query.token) return false;
  const PageContent then = service_.connector().read_page(end_->query, end_->answer.response);
  return then.next_token.empty() && elements_of(then) == read_.back().elements;
}

bool PageShiftDetector::nothing_shifted_past(const std::function<void()>& before_wait) {
  if (is_end_unchanged() && !pushed_) {
    const std::vector<std::string> first = read_.front().elements;
    const Comparison comparison = recheck_upwards(1, before_wait);
    if (comparison == Comparison::missed) return false;
    if (read_.front().elements == first) return true;
    pushed_ = comparison == Comparison::pushed;
  } else if (pushed_ && recheck_upwards(1, before_wait) == Comparison::missed) {
    return false;
  }
  for (int looks = 0; looks < kMostLooks; ++looks) {
    const Comparison comparison = recheck_upwards(read_.size() - (pushed_ ? 0 : 1), before_wait);
    if (comparison != Comparison::pushed) return comparison == Comparison::still;
    pushed_ = true;
  }
  return false;
}

/// Requests the first `pages` pages again, the first one last; that one decides.
PageShiftDetector::Comparison PageShiftDetector::recheck_upwards(std::size_t pages,
                                                                 const std::function<void()>& before_wait) {
  Comparison comparison = Comparison::still;
  for (std::size_t at = pages; at-- > 0;) {
    if (before_wait) before_wait();
    comparison = recheck_at(at);
    if (comparison == Comparison::missed) break;
  }
  return comparison;
}

PageShiftDetector::Comparison PageShiftDetector::recheck_at(std::size_t at) {
  PageRead& page = read_[at];
  const ApiClient::Answer answer = service_.recheck_page(page.query, page.validator);
  if (answer.kind == ApiClient::Answer::Kind::unchanged) return Comparison::still;
  if (answer.kind != ApiClient::Answer::Kind::page) return Comparison::missed;
  auto elements = elements_of(service_.connector().read_page(page.query, answer.response));
  if (!are_all_known(elements, at == 0)) return Comparison::missed;
  const bool pushed = at == 0 && !only_lost_some(page.elements, elements);
  page.validator = validator_of(answer.response);
  page.elements = std::move(elements);
  return pushed ? Comparison::pushed : Comparison::still;
}

/// New elements at the top of the list are ignored: the next sync reads them.
bool PageShiftDetector::are_all_known(const std::vector<std::string>& elements, bool at_the_top) {
  for (const auto& element : elements) {
    const bool is_known = known_.contains(element);
    if (!is_known && !at_the_top) return false;
    if (!is_known) known_.insert(element);
    at_the_top = at_the_top && !is_known;
  }
  return true;
}

}  // namespace locker::sync
