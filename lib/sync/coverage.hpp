#pragma once

#include <optional>
#include <string>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// How a walk ended.
struct WalkEnd {
  bool reached_end = false;   ///< it was not stopped early
  bool missed_mark = false;   ///< but not what the previous walk had: the service keeps only recent elements
  bool is_truncated = false;  ///< but the service does not return everything
  std::string withheld_reason{};   ///< why the service withheld elements for now; empty: it did not
  std::string left_out{};          ///< what the service never returns of these records; empty: nothing
  bool resumed = false;            ///< another process walked the first pages
  bool may_be_incomplete = false;  ///< pages shifted meanwhile, so that elements may have been missed
  Instant began;                   ///< of this process's pages
  Instant ended;
  std::optional<Instant> oldest;      ///< time of the oldest element, if ids encode it
  std::optional<std::int64_t> total;  ///< number of elements that the service last reported
};

/// True if a walk met so many elements that the service may have capped the list (design 5, Proof).
[[nodiscard]] bool reached_depth_cap(const connector::Stream& stream, bool is_part, std::int64_t met);

/// Returns what a walk that reached the end of the stream proves about members that it did not meet.
/// `cursor` is the walk's, at its end.
[[nodiscard]] store::Proof proof_of(const connector::Stream& stream, bool is_part,
                                    const store::Cursor& cursor, bool accept_removals);

/// Returns what a stream's gap says of members that a walk did not meet and that are kept all the same; empty
/// if there are none.
[[nodiscard]] std::string gap_of_kept_members(const store::ProofResult& proof);

/// True if members that a walk did not meet are kept only because no walk was let decide about them: it was
/// resumed, and the budget had no room for another. The next walk that may read everything decides.
[[nodiscard]] bool awaits_decision(const store::Cursor& cursor);

/// Returns the cursor of a part that is not read any more, although the record that it belongs to may still
/// be listed: it says so, and should the part be read again, that is a first walk.
[[nodiscard]] store::Cursor left_behind(store::Cursor cursor);
[[nodiscard]] bool is_left_behind(const store::Cursor& cursor);

/// Returns the cursor of a walk that may have missed elements, with a gap that says so; `resumed`: because
/// it was interrupted.
[[nodiscard]] store::Cursor pending_recheck(store::Cursor cursor, bool resumed);

/// Returns the cursor after a completed walk: mark moved, no walk pending, coverage updated. `proof` is the
/// result for the members that it did not meet.
[[nodiscard]] store::Cursor settled(const connector::Stream& stream, bool is_part, store::Cursor cursor,
                                    const WalkEnd& end, const store::ProofResult& proof);

/// Returns that cursor with a full walk pending, which finds what this one may have missed.
[[nodiscard]] store::Cursor with_full_walk_pending(store::Cursor settled);
/// True if the service withheld elements when `walked` began, so that a walk that stops at known elements may
/// miss others.
[[nodiscard]] bool was_withheld(const store::Cursor& walked);
/// Returns that cursor with a walk from the top pending, which decides about absent members.
[[nodiscard]] store::Cursor with_rewalk_pending(const store::Cursor& walked, store::Cursor settled);

}  // namespace locker::sync
