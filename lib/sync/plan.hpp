#pragma once

#include <string>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// The options of a run that concern walks.
struct WalkOptions {
  bool full = false;             ///< from the top to the end, whatever is stored
  bool accept_removals = false;  ///< the removal guard is overridden
};

/// Where a walk begins, derived from the stored cursor alone.
struct Plan {
  store::Cursor cursor;  ///< before the walk's first page: number, mode and bounds are set
  bool resumed = false;  ///< resumes at another process's page token
  /// Everything was read before, and is read again to verify it.
  bool rereads = false;
  /// Everything up to the last response is stored, so a conditional request suffices.
  bool conditional = false;
};

/// What a plan depends on besides the stored cursor.
struct PlanFacts {
  bool open = false;           ///< follow-ups were refused, for whose sake a changed list is read in full
  bool since_refused = false;  ///< the service takes no lower bound at present
  bool may_decide = true;      ///< a decision about absent members has room in the budget
  bool renamed = false;        ///< known elements may show the new name, without counting as changed
};

/// True if a full walk of the stream is due: never done, too long ago, or requested.
[[nodiscard]] bool full_walk_due(const connector::Stream& stream, const store::Cursor& cursor, bool asked,
                                 Instant now);

/// Plans the next walk of a stream (design 5): resumes an interrupted one, or begins one, incremental where
/// that suffices and nothing awaits a decision. `full_requested` abandons an interrupted walk for one from
/// the top, as does a new name.
[[nodiscard]] Plan plan_walk(const connector::Stream& stream, const store::Cursor& stored,
                             bool full_requested, Instant now, const PlanFacts& facts = {});

/// True for streams with a mark: ordered newest first by id or time.
[[nodiscard]] bool has_mark(const connector::Stream& stream);
/// True for streams that every walk reads in full.
[[nodiscard]] bool is_always_read_whole(const connector::Stream& stream);
/// True if everything after `oldest` was read before the mark was set, or the walk's lower bound: a service
/// may take none, or tell of what is below it. A time equal to the mark does not suffice: several elements
/// may have it.
[[nodiscard]] bool reaches_mark(const connector::Stream& stream, const store::Cursor& cursor,
                                const std::string& oldest);

/// True if a walk of a stream of recent elements reached its end without meeting the mark.
[[nodiscard]] bool missed_mark(const connector::Stream& stream, const store::Cursor& cursor);
/// True at the end of what is new in a stream without comparable ids: a whole page in its stored order, all
/// of it met by completed walks.
[[nodiscard]] bool meets_known_page(const connector::Stream& stream, const store::Cursor& cursor,
                                    const store::PageResult& page);
/// Updates the cursor of a stream with a mark with the newest and oldest id or time of a page.
void note_ids(const connector::Stream& stream, store::Cursor& cursor, const std::string& newest,
              const std::string& oldest);

/// Returns the cursor of a new walk from the top that replaces one that cannot go on; `unbounded`: without
/// the lower bound, which the service refused. A walk for what is new then ends at the mark.
[[nodiscard]] store::Cursor restart_walk(const store::Cursor& cursor, bool unbounded);

/// True if an earlier walk met most of what this one will meet.
[[nodiscard]] bool is_repeated_walk(const store::Cursor& cursor);

/// Return the size of the next page of a walk. Where little news is expected and known elements may be met,
/// pages begin small and double with each that brought some. A resumed walk continues with the size that it
/// would have reached.
[[nodiscard]] int first_page_size(const connector::Stream& stream, const store::Cursor& cursor);
[[nodiscard]] int next_page_size(const connector::Stream& stream, const store::Cursor& cursor, int size,
                                 bool found_new);

}  // namespace locker::sync
