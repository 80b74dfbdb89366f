#pragma once

#include <optional>
#include <string>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// How a walk ended.
struct WalkEnd {
  bool met_the_end = false;  ///< not stopped early
  bool lost_touch = false;  ///< and did not meet what the last one had: the service tells only what is recent
  bool more_untold = false;  ///< and yet there is more, which the service does not tell
  std::string held_back{};   ///< why the service left things out that may be told later; empty: it did not
  std::string left_out{};    ///< what of its records the service never tells; empty: nothing
  bool resumed = false;      ///< part of it was walked by another process
  bool unsure = false;       ///< its pages moved meanwhile, and something may have slid past
  Instant began;             ///< this process's part
  Instant ended;
  std::optional<Instant> oldest;      ///< own time of the oldest element, where ids tell it
  std::optional<std::int64_t> total;  ///< how many there are, as the service last said
};

/// True if a walk met so many that the service may have kept back the rest (design 5, Proof).
[[nodiscard]] bool met_the_cap(const connector::Stream& stream, bool is_part, std::int64_t met);

/// What a walk that met the stream's end proves about members it did not meet. `cursor` is the
/// walk's, at its end.
[[nodiscard]] store::Proof proof_of(const connector::Stream& stream, bool is_part,
                                    const store::Cursor& cursor, bool accept_removals);

/// The cursor of a walk that something may have slid past, which its gap says; `resumed`: because it was cut.
[[nodiscard]] store::Cursor to_be_made_sure(store::Cursor cursor, bool resumed);

/// The cursor after a walk that ended properly: mark moved, nothing under way, coverage brought up
/// to date. `proof` is what became of the members it did not meet.
[[nodiscard]] store::Cursor settled(const connector::Stream& stream, bool is_part, store::Cursor cursor,
                                    const WalkEnd& end, const store::ProofResult& proof);

/// That cursor, with a walk of all still to come that finds what may have slid past this one.
[[nodiscard]] store::Cursor to_be_walked_in_full(store::Cursor settled);
/// True if the service told only a part when `walked` began, so that one that goes no further than what was
/// known may miss what came meanwhile.
[[nodiscard]] bool was_held_back(const store::Cursor& walked);
/// That cursor, with a walk from the top still to come that decides about absent members.
[[nodiscard]] store::Cursor to_be_walked_again(const store::Cursor& walked, store::Cursor settled);

}  // namespace locker::sync
