#include "lib/sync/lookahead.hpp"

#include <algorithm>

namespace locker::sync {

void Lookahead::stream_begins(const connector::Stream& stream) {
  while (walked_ + 1 < selected_.size() && selected_[walked_].stream != &stream) ++walked_;
  if (next_ > walked_ || context_.service.ahead() == 0) return;
  next_ = walked_ + 1;
  add_steps(stream);
}

void Lookahead::part_begins(const store::StreamName& name) {
  const auto here = std::ranges::find(steps_, name, [](const Step& step) { return step.part.name; });
  if (here == steps_.end()) return;
  const auto done = static_cast<std::size_t>(here - steps_.begin()) + 1;
  steps_.erase(steps_.begin(), here + 1);
  expected_ -= std::min(expected_, done);
}

void Lookahead::fill() {
  const std::size_t most = context_.service.ahead();
  if (most == 0) return;
  for (;;) {
    while (expected_ == steps_.size() && next_ < selected_.size() && is_known(next_)) {
      const Selected& one = selected_[next_++];
      if (one.missing_scope.empty()) add_steps(*one.stream);
    }
    if (expected_ == steps_.size()) return;
    if (!expect(steps_[expected_], most)) return;
    ++expected_;
  }
}

/// An error is ignored here: it occurs again, and is reported, when the page's turn comes.
bool Lookahead::expect(const Step& step, std::size_t most) try {
  return prefetch_first_page(context_, *step.stream, step.part, most);
} catch (const Error&) {
  return true;
}

/// True if the parts of the stream are known: those that are members of another stream are once that is
/// walked.
bool Lookahead::is_known(std::size_t at) const {
  const connector::Stream& stream = *selected_[at].stream;
  if (stream.parts_of.empty() || at <= walked_) return true;
  for (std::size_t other = walked_; other <= at; ++other)
    if (selected_[other].stream->name == stream.parts_of) return false;
  return true;
}

void Lookahead::add_steps(const connector::Stream& stream) {
  for (auto& part : member_parts(context_.service.connector(), context_.service.address(), stream,
                                 context_.writer, context_.account))
    if (context_.options.full ||
        !is_part_unchanged(part, context_.writer.cursor(context_.account, part.name)))
      steps_.push_back({&stream, std::move(part)});
  for (auto& name : fixed_names(stream))
    if (!context_.may_ask || context_.may_ask(name)) steps_.push_back({&stream, {std::move(name), {}}});
}

}  // namespace locker::sync
