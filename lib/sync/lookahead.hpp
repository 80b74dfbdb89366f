#pragma once

#include <deque>
#include <string>
#include <vector>

#include "lib/sync/selection.hpp"
#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Says what a run will ask for next, while it waits for what it asks for now: the first pages of the
/// streams and parts to come, in the order in which they will be walked. It decides nothing: where it errs,
/// an answer is not taken.
class Lookahead {
 public:
  /// All that is passed in outlives it. `selected` is what the run walks.
  Lookahead(WalkContext& context, const std::vector<Selected>& selected)
      : context_(context), selected_(selected) {}

  /// This stream is walked now; those before it are done.
  void stream_begins(const connector::Stream& stream);
  /// This part of it is walked now.
  void part_begins(const store::StreamName& name);
  /// Has sent what there is room for.
  void fill();

 private:
  struct Step {
    const connector::Stream* stream = nullptr;
    Part part;
  };
  [[nodiscard]] bool is_known(std::size_t at) const;
  void add_steps(const connector::Stream& stream);
  bool expect(const Step& step, std::size_t most);

  WalkContext& context_;
  const std::vector<Selected>& selected_;
  std::size_t walked_ = 0;  ///< index of the stream that is walked now
  std::size_t next_ = 0;    ///< of the first whose steps are not among these
  std::deque<Step> steps_;
  std::size_t expected_ = 0;  ///< how many of them were said
};

}  // namespace locker::sync
