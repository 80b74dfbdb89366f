#pragma once

#include <string>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// What the person asked of this run, as far as walks go.
struct WalkOptions {
  bool full = false;             ///< from the top to the end, whatever is known
  bool accept_removals = false;  ///< the guard was answered
};

/// Where a walk begins, decided from the stored cursor alone.
struct Plan {
  store::Cursor cursor;  ///< as it stands before the walk's first page: number, mode, bounds set
  bool resumed = false;  ///< goes on at a page token of another process
};

/// True if a full walk of the stream is due: never done, too long ago, or asked for.
[[nodiscard]] bool full_walk_due(const connector::Stream& stream, const store::Cursor& cursor, bool asked,
                                 Instant now);

/// The next walk of a stream (design 5): resumes one that was cut, or begins one, incremental
/// where that suffices. `asked_full` abandons a cut walk for one from the top.
[[nodiscard]] Plan plan_walk(const connector::Stream& stream, const store::Cursor& stored, bool asked_full,
                             Instant now);

/// A new walk from the top in place of one that cannot go on; without a lower bound if `unbounded`.
[[nodiscard]] store::Cursor begin_again(const store::Cursor& cursor, bool unbounded);

/// The size of the walk's next page. Where no news are expected pages begin small and double with
/// each that brought some.
[[nodiscard]] int first_page_size(const connector::Stream& stream, store::WalkMode mode);
[[nodiscard]] int next_page_size(const connector::Stream& stream, store::WalkMode mode, int size,
                                 bool brought_news);

/// The newest of two ids, by number.
[[nodiscard]] bool newer_id(std::string_view a, std::string_view b);
[[nodiscard]] const std::string& newest_of(const std::string& a, const std::string& b);

}  // namespace locker::sync
