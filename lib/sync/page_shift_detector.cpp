#include "lib/sync/page_shift_detector.hpp"

#include <algorithm>
#include <utility>

#include "lib/sync/followed.hpp"

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

void PageShiftDetector::look_at_end(PageQuery query) {
  ApiClient::Answer answer = service_.page(query, false);
  if (answer.kind != ApiClient::Answer::Kind::page) return;
  const store::Validator validator = validator_of(answer.response);
  end_ = {std::move(query), std::move(answer), validator};
}

ApiClient::Answer PageShiftDetector::end_again(PageQuery& query) {
  ApiClient::Answer answer = service_.page_again(query, end_->validator);
  return answer.kind == ApiClient::Answer::Kind::unchanged ? end_->answer : answer;
}

/// True if the walk ended with the page that was the last one at its beginning, unchanged.
bool PageShiftDetector::end_stands_still() const {
  if (!end_ || read_.back().query.token != end_->query.token) return false;
  const PageContent then = service_.connector().read_page(end_->query, end_->answer.response);
  return then.next_token.empty() && elements_of(then) == read_.back().elements;
}

bool PageShiftDetector::nothing_slid_past(const std::function<void()>& taking_time) {
  if (end_stands_still() && !pushed_) {
    const std::vector<std::string> first = read_.front().elements;
    const Look look = look_upwards(1, taking_time);
    if (look == Look::slid) return false;
    if (read_.front().elements == first) return true;
    pushed_ = look == Look::pushed;
  } else if (pushed_ && look_upwards(1, taking_time) == Look::slid) {
    return false;
  }
  for (int looks = 0; looks < kMostLooks; ++looks) {
    const Look look = look_upwards(read_.size() - (pushed_ ? 0 : 1), taking_time);
    if (look != Look::pushed) return look == Look::still;
    pushed_ = true;
  }
  return false;
}

/// Requests the first `pages` pages again, the first one last; that one decides.
PageShiftDetector::Look PageShiftDetector::look_upwards(std::size_t pages,
                                                        const std::function<void()>& taking_time) {
  Look look = Look::still;
  for (std::size_t at = pages; at-- > 0;) {
    if (taking_time) taking_time();
    look = look_again(at);
    if (look == Look::slid) break;
  }
  return look;
}

PageShiftDetector::Look PageShiftDetector::look_again(std::size_t at) {
  PageRead& page = read_[at];
  const ApiClient::Answer answer = service_.page_again(page.query, page.validator);
  if (answer.kind == ApiClient::Answer::Kind::unchanged) return Look::still;
  if (answer.kind != ApiClient::Answer::Kind::page) return Look::slid;
  auto elements = elements_of(service_.connector().read_page(page.query, answer.response));
  if (!knows_all(elements, at == 0)) return Look::slid;
  const bool pushed = at == 0 && !only_lost_some(page.elements, elements);
  page.validator = validator_of(answer.response);
  page.elements = std::move(elements);
  return pushed ? Look::pushed : Look::still;
}

/// New elements at the top of the list are ignored: the next sync reads them.
bool PageShiftDetector::knows_all(const std::vector<std::string>& elements, bool at_the_top) {
  for (const auto& element : elements) {
    const bool is_known = known_.contains(element);
    if (!is_known && !at_the_top) return false;
    if (!is_known) known_.insert(element);
    at_the_top = at_the_top && !is_known;
  }
  return true;
}

}  // namespace locker::sync
