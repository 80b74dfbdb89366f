#include "sandbox/stream.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace sandbox {
namespace {

using Entries = std::span<const Entry>;

std::vector<Entry> kept(const std::vector<Entry>& all, const std::function<bool(Id)>& keep) {
  std::vector<Entry> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const Entry& e) { return keep(e.id); });
  return out;
}

std::size_t first_at_least(Entries entries, std::uint64_t rank) {
  return static_cast<std::size_t>(
      std::lower_bound(entries.begin(), entries.end(), rank,
                       [](const Entry& e, std::uint64_t r) { return e.rank < r; }) -
      entries.begin());
}

std::size_t first_above(Entries entries, std::uint64_t rank) {
  return rank == Window::kNoCeiling ? entries.size() : first_at_least(entries, rank + 1);
}

Slice cut(Entries entries, const Window& window) {
  const std::size_t floor = window.depth && entries.size() > window.depth ? entries.size() - window.depth : 0;
  const std::size_t lowest = first_above(entries, window.above);
  const std::size_t reachable = std::max(lowest, floor);
  const std::size_t top = first_at_least(entries, window.below);
  std::size_t begin = reachable, end = std::max(top, reachable);
  if (window.backwards)
    end = std::min(end, begin + window.count);
  else
    begin = end - std::min(window.count, end - begin);

  Slice slice;
  for (std::size_t i = end; i > begin; --i) slice.entries.push_back(entries[i - 1]);
  // At the depth limit X still returns a token; the page that it leads to is empty and has none.
  slice.older = !slice.entries.empty() && begin > (window.backwards ? floor : lowest);
  slice.newer = end < entries.size();
  return slice;
}

}  // namespace

void Stream::add_by_id(Id id) {
  const auto at = entries_.begin() + static_cast<std::ptrdiff_t>(first_at_least(entries_, id));
  entries_.insert(at, {id, id});
}

bool Stream::remove(Id id) {
  return std::erase_if(entries_, [id](const Entry& e) { return e.id == id; }) > 0;
}

bool Stream::contains(Id id) const {
  return std::any_of(entries_.begin(), entries_.end(), [id](const Entry& e) { return e.id == id; });
}

Slice Stream::slice(const Window& window) const {
  if (!window.keep) return cut(entries_, window);
  const std::vector<Entry> narrowed = kept(entries_, window.keep);
  return cut(narrowed, window);
}

}  // namespace sandbox
