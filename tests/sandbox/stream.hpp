#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "sandbox/snowflake.hpp"

namespace sandbox {

// An element of one of the user's lists. A higher rank is newer; timelines use the post's id as rank, other
// lists a counter.
struct Entry {
  std::uint64_t rank;
  Id id;
};

struct Window {
  static constexpr std::uint64_t kNoCeiling = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t below = kNoCeiling;  // only ranks < below
  std::uint64_t above = 0;           // only ranks > above
  std::size_t count = 0;             // page size
  std::size_t depth = 0;             // the number of newest elements that can be reached; 0: all
  bool backwards = false;            // the `count` nearest above `above` instead of below `below`
  std::function<bool(Id)> keep;      // filters the list before depth and page size are applied
};

struct Slice {
  std::vector<Entry> entries;  // newest first
  bool older = false;          // there is an older page (empty at the depth limit)
  bool newer = false;
};

class Stream {
 public:
  void add(Id id) { entries_.push_back({++last_rank_, id}); }
  void add_by_id(Id id);
  bool remove(Id id);
  bool contains(Id id) const;
  Slice slice(const Window& window) const;
  const std::vector<Entry>& oldest_first() const { return entries_; }

 private:
  std::vector<Entry> entries_;
  std::uint64_t last_rank_ = 0;
};

}  // namespace sandbox
