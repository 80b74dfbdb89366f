#pragma once

#include <deque>
#include <string>
#include <vector>

#include "lib/sync/selection.hpp"
#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Prefetches what a run will request next while it waits for the current page: the first pages of the
/// streams and parts to come, in the order of their walks. It decides nothing: if it guesses wrong, a
/// response goes unused.
class Lookahead {
 public:
  /// All arguments must outlive this object. `selected`: what the run walks.
  Lookahead(WalkContext& context, const std::vector<Selected>& selected)
      : context_(context), selected_(selected) {}

  /// The walk of this stream begins; those before it are done.
  void stream_begins(const connector::Stream& stream);
  /// The walk of this part of it begins.
  void part_begins(const store::StreamName& name);
  /// Sends as many requests as there is room for.
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
  std::size_t walked_ = 0;  ///< index of the stream being walked
  std::size_t next_ = 0;    ///< index of the first stream whose steps are not in `steps_`
  std::deque<Step> steps_;
  std::size_t expected_ = 0;  ///< number of steps already prefetched
};

}  // namespace locker::sync
