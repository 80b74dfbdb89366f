#include "lib/sync/shift_watch.hpp"

#include <utility>

#include "lib/sync/followed.hpp"

namespace locker::sync {
namespace {

std::vector<std::string> elements_of(const PageContent& content) {
  std::vector<std::string> elements;
  elements.reserve(content.members.size());
  for (const auto& member : content.members)
    elements.push_back(std::string(member.type).append("/").append(member.key));
  return elements;
}

}  // namespace

void ShiftWatch::begin() {
  read_.clear();
  met_.clear();
  end_.reset();
}

void ShiftWatch::page_read(const PageQuery& query, const http::Response& response,
                           const PageContent& content) {
  read_.push_back({query, validator_of(response), elements_of(content)});
  met_.insert(read_.back().elements.begin(), read_.back().elements.end());
}

void ShiftWatch::look_at_end(PageQuery query) {
  Service::Answer answer = service_.page(query, false);
  if (answer.kind != Service::Answer::Kind::page) return;
  const store::Validator validator = validator_of(answer.response);
  end_ = {std::move(query), std::move(answer), validator};
}

Service::Answer ShiftWatch::end_again(PageQuery& query) {
  Service::Answer answer = service_.page_again(query, end_->validator);
  return answer.kind == Service::Answer::Kind::unchanged ? end_->answer : answer;
}

/// If the walk ended with the page that was the last at its beginning, and that lists the same.
bool ShiftWatch::end_stands_still() const {
  if (!end_ || read_.back().query.token != end_->query.token) return false;
  const PageContent then = service_.connector().read_page(end_->query, end_->answer.response);
  return then.next_token.empty() && elements_of(then) == read_.back().elements;
}

bool ShiftWatch::nothing_slid_past(const std::function<void()>& taking_time) {
  const bool first_tells_all = end_stands_still();
  bool moved = false;
  below_the_new_ = false;
  for (std::size_t at = 0; at + (moved ? 0 : 1) < read_.size(); ++at) {
    if (at == 1 && first_tells_all && !moved) return true;
    if (!first_tells_all || moved) expect_from(at);
    if (taking_time) taking_time();
    const Service::Answer answer = ask_again(at);
    if (answer.kind == Service::Answer::Kind::unchanged) {
      below_the_new_ = true;
      continue;
    }
    if (answer.kind != Service::Answer::Kind::page) return false;
    const auto elements = elements_of(service_.connector().read_page(read_[at].query, answer.response));
    moved = moved || elements != read_[at].elements;
    if (!lists_only_what_was_met(elements)) return false;
  }
  return true;
}

void ShiftWatch::expect_from(std::size_t next) {
  const std::size_t most = 2 * service_.ahead();
  for (std::size_t i = next; i + 1 < read_.size() && i < next + service_.ahead(); ++i)
    if (!service_.expect_page_again(read_[i].query, read_[i].validator, most)) return;
}

Service::Answer ShiftWatch::ask_again(std::size_t at) {
  return service_.page_again(read_[at].query, read_[at].validator);
}

/// But for what is new at the top, which the next sync reads.
bool ShiftWatch::lists_only_what_was_met(const std::vector<std::string>& elements) {
  for (const auto& element : elements) {
    const bool met = met_.contains(element);
    if (!met && below_the_new_) return false;
    below_the_new_ = below_the_new_ || met;
  }
  return true;
}

}  // namespace locker::sync
