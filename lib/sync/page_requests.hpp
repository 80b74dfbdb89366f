#pragma once

#include <cstdint>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// What one walk asks for next: each page as large as is sensible and fits the budget.
class PageRequests {
 public:
  /// All outlive it. `stream` is in the order of `part`.
  PageRequests(const WalkContext& context, const connector::Stream& stream, const Part& part);

  /// The page that the cursor stands before, with `size` elements if they fit. `rereads`: what it tells was
  /// read once already. Error payment: not even the smallest page fits the budget.
  [[nodiscard]] PageQuery next(const store::Cursor& cursor, int size, bool rereads) const;
  /// So many elements are asked for at least.
  [[nodiscard]] int least() const;
  /// The list, or this part of it, is one answer.
  [[nodiscard]] bool in_one_answer() const { return in_one_answer_; }
  /// Pages are counted from the top.
  [[nodiscard]] bool numbered() const { return numbered_; }
  /// What was read once and costs nothing does not count a second time: else what a limit cuts in each run
  /// would never be made sure of.
  [[nodiscard]] bool is_uncounted(bool rereads) const { return rereads && is_free(); }
  [[nodiscard]] bool may_read_again(std::int64_t elements) const;

 private:
  [[nodiscard]] bool is_free() const { return numbered_ && stream_.price.each == 0; }

  const WalkContext& context_;
  const connector::Stream& stream_;
  const Part& part_;
  const bool in_one_answer_;
  const bool numbered_;
};

}  // namespace locker::sync
