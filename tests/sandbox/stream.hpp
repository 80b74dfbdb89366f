#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "sandbox/snowflake.hpp"

namespace sandbox {

// One list of a person's things. A higher rank is newer; timelines use the post's id as rank, other lists
// count.
struct Entry {
  std::uint64_t rank;
  Id id;
};

struct Window {
  static constexpr std::uint64_t kNoCeiling = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t below = kNoCeiling;  // only ranks < below
  std::uint64_t above = 0;           // only ranks > above
  std::size_t count = 0;             // page size
  std::size_t depth = 0;             // how many of the newest can be reached at all; 0: all
  bool backwards = false;            // the `count` nearest above `above` instead of below `below`
  std::function<bool(Id)> keep;      // narrows the list before depth and page size count
};

struct Slice {
  std::vector<Entry> entries;  // newest first
  bool older = false;          // a page further down exists (empty where the depth ends)
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
