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
  /// All was read once already, and is read again to be sure of it.
  bool rereads = false;
  /// All up to the last answer is stored: it is enough to ask whether that has changed.
  bool conditional = false;
};

/// True if a full walk of the stream is due: never done, too long ago, or asked for.
[[nodiscard]] bool full_walk_due(const connector::Stream& stream, const store::Cursor& cursor, bool asked,
                                 Instant now);

/// The next walk of a stream (design 5): resumes one that was cut, or begins one, incremental
/// where that suffices. `asked_full` abandons a cut walk for one from the top. `open`: something was refused
/// beside the list, which is read whole for it if anything has changed in it.
[[nodiscard]] Plan plan_walk(const connector::Stream& stream, const store::Cursor& stored, bool asked_full,
                             Instant now, bool open = false);

/// Streams whose elements stand in an order that can be named, newest first.
[[nodiscard]] bool has_mark(const connector::Stream& stream);
/// Streams of which every walk reads all.
[[nodiscard]] bool is_told_whole(const connector::Stream& stream);
/// True if what comes after `oldest` was read before the mark was set, in a stream where the service
/// does not see to that itself. Times that are equal to the mark do not tell: more may have it.
[[nodiscard]] bool reaches_the_mark(const connector::Stream& stream, const std::string& mark,
                                    const std::string& oldest);

/// What is recent was walked to its end without meeting what was recent before.
[[nodiscard]] bool lost_touch(const connector::Stream& stream, const store::Cursor& cursor);
/// The end of what is new in a stream that has no ids to go by: a whole page, in the order in which it is
/// stored, that walks which ended properly had met.
[[nodiscard]] bool meets_known_page(const connector::Stream& stream, const store::Cursor& cursor,
                                    const store::PageResult& page);
/// Notes in the cursor of a stream with a mark what a page has reached: its newest and oldest id or time.
void note_ids(const connector::Stream& stream, store::Cursor& cursor, const std::string& newest,
              const std::string& oldest);

/// A new walk from the top in place of one that cannot go on; without a lower bound if `unbounded`.
[[nodiscard]] store::Cursor begin_again(const store::Cursor& cursor, bool unbounded);

/// Whether a walk before this one met most of what this one will.
[[nodiscard]] bool is_walked_again(const store::Cursor& cursor);

/// The size of the walk's next page. Where no news are expected pages begin small and double with
/// each that brought some. A walk that goes on behind `met` elements asks for as many as if it had not been
/// cut.
[[nodiscard]] int first_page_size(const connector::Stream& stream, store::WalkMode mode, std::int64_t met);
[[nodiscard]] int next_page_size(const connector::Stream& stream, store::WalkMode mode, int size,
                                 bool brought_news);

}  // namespace locker::sync
